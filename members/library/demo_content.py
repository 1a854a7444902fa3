"""The demo's models and tools, in words of our own. Fictional, but of a kind that the work needs."""

from dataclasses import dataclass, field

from .demo_files import Part


@dataclass(frozen=True)
class Version:
    """`files`: name with suffix -> what stands in it."""

    files: dict[str, list[Part]] = field(default_factory=dict)
    note: str = ""
    link: str = ""


@dataclass(frozen=True)
class Item:
    title: str
    summary: str
    kind: str
    blocks: tuple[str, ...]
    organisation: str
    versions: tuple[Version, ...]
    sharing: str = "home"
    language: str = "sv"
    contributor: str = "ansvarig@example.org"
    state: str = "published"
    notes: tuple[tuple[str, str], ...] = ()  # address, text


ROUTINE: list[Part] = [
    "# Innan",
    "Den som ordnar mötet går igenom lokalen, deltagarna och dagens ämnen senast tre arbetsdagar före.",
    ["Utgångarna är fria och alla vet var de är.", "En person håller kontakt med polis och vakt.", "Ordföranden vet när mötet ska avbrytas."],
    "# Under",
    ["Någon annan än ordföranden ser ut över salen.", "Hot antecknas ordagrant, med klockslag.", "Den som är utsatt lämnar salen först."],
    "# Efter",
    ["Kontaktpersonen ringer samma kväll.", "Händelsen anmäls senast nästa dag.", "Gruppen går igenom vad som kan göras bättre."],
]  # fmt: skip

RISK: list[Part] = [
    "# Riskanalys",
    [
        ["Situation", "Sannolikhet 1–5", "Konsekvens 1–5", "Åtgärd", "Ansvarig"],
        ["Öppet möte om skolnedläggning", "3", "3", "Vakt och två ordningspersoner", "Kommunsekreteraren"],
        ["Hembesök hos ledamot", "1", "5", "Skyddsbedömning av bostaden", "Säkerhetschefen"],
        [
            "Drev i sociala medier",
            "4",
            "3",
            "Stöd av kommunikatör, sparade skärmbilder",
            "Kommunikationschefen",
        ],
        ["Ensam hemväg efter sent möte", "3", "2", "Taxi eller följe till bilen", "Gruppledaren"],
    ],
    "# Skala",
    [
        ["Värde", "Sannolikhet", "Konsekvens"],
        ["1", "Mindre än en gång på tio år", "Obehag"],
        ["3", "Någon gång om året", "Ledamoten ändrar sitt sätt att arbeta"],
        ["5", "Varje månad", "Fara för liv eller avhopp från uppdraget"],
    ],
]

ITEMS = [
    Item(
        "Rutin för öppna möten",
        "Vad den som ordnar ett öppet möte gör innan, under och efteråt. Ryms på två sidor.",
        "template", ("Förebyggande arbete", "Ansvar och organisation"), "Exempelstads kommun",
        (
            Version({"Rutin för öppna möten.docx": ROUTINE[:3]}, "Första utkastet."),
            Version({"Rutin för öppna möten.docx": ROUTINE[:5], "Rutin för öppna möten.pdf": ROUTINE[:5]}, "Delen om själva mötet är ny."),
            Version({"Rutin för öppna möten.docx": ROUTINE, "Rutin för öppna möten.pdf": ROUTINE}, "Avsnitt om eftervård."),
        ),
        notes=(("medlem@example.org", "Vi gick igenom den med alla nämndsekreterare. Det tog en timme och gav tre nya idéer."),),
    ),
    Item(
        "Riskanalys för uppdrag och möten",
        "Kalkylblad där ni väger hur sannolikt och hur allvarligt något är, och skriver vem som gör vad.",
        "tool", ("Lägesbild", "Förebyggande arbete"), "Region Exempelland",
        (
            Version({"Riskanalys.xlsx": RISK[:2]}, "Första versionen."),
            Version({"Riskanalys för förtroendevalda.xlsx": RISK}, "Egen flik med skalan."),
        ),
        notes=(("deltagare-3@example.org", "Fyll i den tillsammans med gruppledarna, inte ensam."),),
    ),
    Item(
        "Ansvarstrappan",
        "En modell med fyra steg som visar när ett ärende går vidare och till vem.",
        "model", ("Ansvar och organisation",), "Provköpings kommun",
        (
            Version({"Ansvarstrappan.pdf": [
                "Modellen hjälper er att bestämma i förväg, så att ingen behöver leta efter mandat mitt i en händelse.",
                "# Stegen",
                [["Steg", "Vem", "När"], ["1", "Gruppledaren", "Obehag, ingen uppenbar fara"], ["2", "Kommunsekreteraren", "Upprepat eller riktat"], ["3", "Säkerhetschefen", "Hot eller våld"], ["4", "Kommundirektören", "Flera utsatta eller fara för liv"]],
                "# Tumregel",
                "Kallas hos oss för trapphusregeln: är du osäker på steget, ta ett steg upp och ring.",
            ]}),
        ),
        sharing="publish",
        notes=(("deltagare-5@example.org", "Vi satte trappan på en plastad lapp i varje sessionssal."),),
    ),
    Item(
        "Checklista för den som får ett hot",
        "Tio rader att ha i telefonen: vad du gör först, vad du sparar och vem du ringer.",
        "guide", ("Stöd till den utsatta",), "Exempelstads kommun",
        (
            Version({"Checklista vid hot.pdf": [["Gå till en trygg plats.", "Ring 112 om det brådskar.", "Svara inte den som hotar.", "Ta skärmbilder med datum.", "Ring din kontaktperson.", "Berätta för någon hemma."]]}),
            Version({"Checklista vid hot.pdf": [
                ["Gå till en trygg plats.", "Ring 112 om det brådskar.", "Svara inte den som hotar.", "Ta skärmbilder med datum och adress.", "Ring din kontaktperson.", "Berätta för någon hemma.", "Anmäl till polisen tillsammans med kontaktpersonen."],
                "Spara även röstmeddelanden. Telefonens logg räcker inte.",
            ], "Checklista att skriva ut.docx": [["Trygg plats", "112", "Spara allt", "Kontaktperson", "Anmälan"]]}, "Anmälan och utskrift."),
        ),
    ),
    Item(
        "Utbildning för nya ledamöter: trygg i uppdraget",
        "Bildspel för en timme i fullmäktiges introduktion, med frågor att tala om i grupp.",
        "template", ("Förebyggande arbete",), "Övningsborgs stad",
        (
            Version({"Trygg i uppdraget.pptx": [
                "Introduktion för nya förtroendevalda",
                "# Varför talar vi om det här?", ["Alla ska våga säga ja till uppdrag.", "Det mesta går att förebygga."],
                "# Så gör du", ["Spara och berätta.", "Kontaktpersonen finns dygnet runt.", "Du bestämmer inte ensam."],
                "# Att tala om", ["När känner du dig otrygg?", "Vem ringer du först?"],
            ]}),
        ),
        notes=(("deltagare-2@example.org", "Vi kortade till fyrtio minuter och lät en gruppledare hålla i det."),),
    ),
    Item(
        "Lägesbild varje kvartal",
        "Mall för att räkna händelser på samma sätt varje gång, med diagramdata och en sida text till ledningen.",
        "template", ("Lägesbild", "Uppföljning"), "Region Provmark",
        (
            Version({"Lägesbild.xlsx": ["# Händelser", [["Kvartal", "Hot", "Trakasserier", "Våld", "Skadegörelse"], ["2024:1", "4", "11", "0", "1"], ["2024:2", "6", "9", "1", "0"], ["2024:3", "2", "7", "0", "2"]]]}),
            Version({"Lägesbild.xlsx": ["# Händelser", [["Kvartal", "Hot", "Trakasserier", "Våld", "Skadegörelse", "Anmälda"], ["2024:1", "4", "11", "0", "1", "3"], ["2024:2", "6", "9", "1", "0", "7"]]], "Så räknar vi.docx": ["Räkna händelser, inte meddelanden: hundra mejl från samma person under en dag är en händelse."]}, "Kolumn för polisanmälda och en sida om hur vi räknar."),
        ),
    ),
    Item(
        "Samtal efter en händelse",
        "Stöd för den som ringer upp en utsatt ledamot: hur du börjar, lyssnar och avslutar.",
        "guide", ("Stöd till den utsatta",), "Ängsexempla kommun",
        (
            Version({"Samtal efter en händelse.docx": [
                "# Börja", "Säg vem du är och hur lång tid ni har. Fråga var personen är nu.",
                "# Lyssna", ["Låt tystnaden vara.", "Upprepa det viktigaste.", "Lova inget som du inte rår över."],
                "# Avsluta", "Bestäm när ni hörs igen. Skicka numret till krisstödet i ett sms.",
            ]}),
        ),
        contributor="deltagare-4@example.org",
    ),
    Item(
        "Överenskommelse med polisen",
        "Exempel på hur kommun och lokalpolisområde kan skriva ner vem som gör vad, och när man ses.",
        "example", ("Samverkan",), "Provköpings kommun",
        (
            Version({"Överenskommelse, exempel.docx": [
                "# Syfte", "Parterna delar lägesbild fyra gånger om året och har var sin kontaktperson.",
                "# Kommunen", ["utser kontaktperson", "samlar händelser", "bjuder in till genomgång inför val"],
                "# Polisen", ["återkopplar anmälningar", "deltar vid riskbedömning av större möten"],
            ], "Årshjul.pdf": [["Januari: lägesbild", "April: genomgång av rutiner", "Augusti: inför höstens möten", "November: uppföljning"]]}),
        ),
        sharing="room",
    ),
    Item(
        "De sex byggstenarna på en bild",
        "Bild att ha i presentationer: ansvar, lägesbild, förebyggande, stöd, uppföljning och samverkan runt samma mitt.",
        "model", ("Ansvar och organisation", "Lägesbild", "Förebyggande arbete", "Stöd till den utsatta", "Uppföljning", "Samverkan"), "Region Exempelland",
        (Version({"Byggstenar på en bild.png": [["Ansvar", "Lägesbild", "Förebyggande", "Stöd", "Uppföljning", "Samverkan"]]}),),
        sharing="publish",
    ),
    Item(
        "Uppföljning av handlingsplanen",
        "Frågor att ställa en gång om året, med plats för svar och nästa steg.",
        "tool", ("Uppföljning",), "Övningsborgs stad",
        (
            Version({"Uppföljning.docx": [["Har alla kontaktpersonens nummer?", "Har rutinen använts? Vad hände?", "Vilka möten blev inte av på grund av oro?", "Vad gör vi annorlunda nästa år?"]]}),
            Version({"Uppföljning.docx": [["Har alla kontaktpersonens nummer?", "Har rutinen använts? Vad hände?", "Vilka möten blev inte av på grund av oro?", "Har någon lämnat sitt uppdrag?", "Vad gör vi annorlunda nästa år?"]], "Svar per nämnd.xlsx": ["# Svar", [["Nämnd", "Fråga", "Svar", "Nästa steg"], ["Kommunstyrelsen", "1", "Ja", "Kontrollera i januari"]]]}, "En fråga om avhopp och ett blad för nämndernas svar."),
        ),
    ),
    Item(
        "Safety planning for elected members",
        "A one-page plan in English for members who prefer it: contacts, routes, family and online accounts.",
        "template", ("Förebyggande arbete", "Stöd till den utsatta"), "Region Provmark",
        (Version({"Safety plan.docx": ["# Contacts", ["Contact person", "Police", "Family"], "# Online", ["Private accounts locked", "Home address hidden from map services"]]}),),
        language="en",
    ),
    Item(
        "Film: tre ledamöter berättar",
        "Påhittad exempellänk till en film på åtta minuter som passar som start på ett samtal.",
        "film", ("Stöd till den utsatta",), "Region Exempelland",
        (Version(link="https://example.org/film-tre-ledamoter"),),
    ),
    Item(
        "Sammanställning av lagar att känna till",
        "Vad som styr kommunens ansvar, med korta förklaringar. Länkar till lagtexten får du söka själv.",
        "guide", ("Ansvar och organisation",), "Exempelstads kommun",
        (Version({"Lagar att känna till.txt": ["Arbetsmiljölagen gäller anställda, inte förtroendevalda.", "Kommunallagen ger rätt till ledighet och ersättning.", "Brottsbalken: olaga hot, ofredande, hot mot tjänsteman."]}),),
    ),
    Item(
        "Mall för skyddat boende under en kris",
        "Utkast: vad kommunen kan ordna det första dygnet.",
        "template", ("Stöd till den utsatta",), "Ängsexempla kommun",
        (Version({"Första dygnet.docx": ["Utkast. Boende, resväg, skola, telefon."]}),),
        contributor="medlem@example.org", state="handed_in", sharing="room",
    ),
    Item(
        "Frågor till gruppledarna",
        "Utkast till enkät om hur grupperna talar om hat och hot.",
        "tool", ("Lägesbild",), "Exempelstads kommun",
        (Version({"Enkät.docx": [["Hur ofta tar ni upp hot och hat på gruppmötet?", "Vet alla vem de ringer?"]]}),),
        contributor="medlem@example.org", state="draft", sharing="room",
    ),
]  # fmt: skip
