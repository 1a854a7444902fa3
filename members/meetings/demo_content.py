"""What the demo's meetings hold, in words of our own. Fictional."""

from members.library.demo_content import Item, Version

# Of the room that takes applications: something to prepare with and to take home.
ITEMS = [
    Item(
        "Spara bevis på nätet",
        "Två sidor om hur du sparar inlägg, meddelanden och konton så att de håller för en anmälan.",
        "guide", ("Stöd till den utsatta",), "Exempelstads kommun",
        (
            Version({"Spara bevis.pdf": [
                ["Ta skärmbild av hela sidan, med adress och klockslag.", "Spara länken till inlägget och till kontot.", "Skriv upp vem som såg det.", "Blockera först när allt är sparat."],
                "Ett raderat inlägg går sällan att få tillbaka. Spara innan du svarar.",
            ]}),
        ),
    ),
    Item(
        "Frågor inför uppstarten",
        "Åtta frågor att gå igenom med din chef och säkerhetsfunktionen innan vi ses.",
        "tool", ("Lägesbild", "Ansvar och organisation"), "Region Exempelland",
        (
            Version({"Frågor inför uppstarten.docx": [
                ["Vem tar emot när en ledamot hör av sig?", "Hur många händelser känner ni till det senaste året?", "Vem följer kommentarerna på era egna konton?", "Vad gör ni redan som fungerar?"],
            ]}),
        ),
    ),
    Item(
        "Bilder från informationsträffen",
        "Så arbetar nätverket, vad vi väntar oss av dig och hur året ser ut.",
        "example", ("Samverkan",), "Region Exempelland",
        (Version({"Informationsträff.pptx": ["Trygg i digitala miljöer", "# Året", ["Uppstart i februari", "Arbete hemma mellan träffarna", "Internat i september"]]}),),
    ),
]  # fmt: skip

PROGRAMME = [
    # Starts, ends, what, who
    ("09:00", "09:30", "Kaffe och registrering", ""),
    (
        "09:30",
        "10:15",
        "Välkomna: varför vi är här och vad året ska ge",
        "Alva Ansvarigexempel, processledare",
    ),
    ("10:30", "12:00", "Lägesbild: vad händer våra ledamöter på nätet?", "Gäst Exempel, föreläsare"),
    ("12:00", "13:00", "Lunch", ""),
    ("13:00", "14:30", "Arbete i grupper: från händelse till anmälan", "I grupper om fem"),
    ("14:45", "15:30", "Vad gör du hemma till nästa gång?", "Alla"),
]
PREPARATIONS = [
    # What, more, title of a resource
    ("Gå igenom frågorna med din chef", "En halvtimme räcker. Ta med svaren.", "Frågor inför uppstarten"),
    ("Välj en händelse att berätta om", "Utan namn och utan det som kan peka ut någon.", ""),
    ("Läs om att spara bevis", "", "Spara bevis på nätet"),
]
NOTES = """Tjugo personer från tolv organisationer var med.

Vi gick igenom:
- hur nätverket arbetar och vad som väntas mellan träffarna
- vad rummet är till för, och att det som sägs här stannar här
- vilka frågor deltagarna helst vill börja med: dokumentation, anmälan och stöd efteråt

Flera berättade att det svåraste är att veta när en händelse är värd att anmäla."""
DECISIONS = """1. Uppstarten blir på plats i Stockholm.
2. Den digitala träffen i höst får ett datum genom omröstning i rummet.
3. Var och en tar med sig svar på frågorna inför uppstarten."""
FIRST_NOTES = """Träffen samlade de flesta av nätverkets organisationer.

- Ansvaret ser olika ut: hos några hos säkerhetschefen, hos andra i kansliet.
- De sex byggstenarna blir en gemensam karta för arbetet.
- Alla prövar Ansvarstrappan hemma till våren."""
FIRST_DECISIONS = """1. Vi använder samma sätt att räkna händelser.
2. Två digitala träffar läggs in under våren."""
DIETS = ["Vegetariskt", "Utan gluten", "Utan nötter"]
ACCESS = ["Plats nära scenen, jag hör dåligt"]
SCORES = [5, 4, 5, 3, 4, 5, 4]  # of those who have answered the evaluation
WORDS = [
    "Mer tid i grupper nästa gång.",
    "Bra tempo. Skicka gärna bilderna före träffen.",
    "Det var skönt att höra att andra har samma frågor.",
]
