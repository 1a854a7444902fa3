"""English for the demo's network. The keys are the Swedish strings of network/demo.py."""

CONTACT_EN = {
    "lead": "Write to us about the networks. You get an answer by e-mail, usually within two working days.",
    "thanks": "<p>Thank you, we have received your message.</p>",
}
PERSONS_EN = {"Utvecklingsledare": "Development manager", "Handläggare": "Programme officer"}
BLOCKS_EN = {
    "Ansvar och organisation": "Responsibility and organisation",
    "Vem gör vad, dygnet runt, och vem bestämmer när det är bråttom.": (
        "Who does what, around the clock, and who decides when time is short."
    ),
    "Lägesbild": "The situation",
    "Vad händer, hur ofta och var. Räknat på samma sätt varje gång.": (
        "What happens, how often and where. Counted in the same way each time."
    ),
    "Förebyggande arbete": "Prevention",
    "Lokaler, rutiner och utbildning som gör att mindre händer.": (
        "Premises, routines and training that make less happen."
    ),
    "Stöd till den utsatta": "Support for those exposed",
    "En ingång, en kontaktperson och hjälp även efteråt.": "One way in, one person to turn to, and help afterwards too.",
    "Uppföljning": "Follow-up",
    "Varje händelse lär organisationen något.": "Every incident teaches the organisation something.",
    "Samverkan": "Working together",
    "Polisen, partierna, grannkommunerna och regionen.": (
        "The police, the parties, the neighbouring municipalities and the region."
    ),
}
FACTS_EN = {
    "Fakta om hot, hat och våld mot förtroendevalda": "Facts about threats, hate and violence against elected representatives",
    "fakta-hot-hat-vald": "facts-threats-hate-violence",
    "Det här vet vi om hur vanligt det är och om vem som har ansvaret.": (
        "This is what we know about how common it is and about who is responsible."
    ),
    "En av fyra förtroendevalda blev utsatt under 2020.": "One in four elected representatives was affected during 2020.",
    "SKR:s annons om nätverket": "SKR's announcement of the network",
    "Mycket av det som händer sker på nätet och tar aldrig slut för dagen.": (
        "Much of it happens online and never stops for the day."
    ),
    "Vem har ansvaret?": "Who is responsible?",
    "Lagen pekar inte ut någon. Därför behöver varje kommun och region själv bestämma hur långt ansvaret räcker, hur "
    "arbetet ordnas och vad som görs före, under och efter en händelse.": (
        "The law names nobody. So each municipality and region has to decide for itself how far its responsibility "
        "reaches, how the work is organised and what is done before, during and after an incident."
    ),
}
MEETINGS_EN = {
    "Fysiskt möte i Stockholm, heldag": "Physical meeting in Stockholm, whole day",
    "Digitalt möte, eftermiddag": "Digital meeting, afternoon",
    "Preliminära datum våren 2024": "Preliminary dates, spring 2024",
    "traff-1": "meeting-1",
    "traff-2": "meeting-2",
    "traff-3": "meeting-3",
    "traff-4": "meeting-4",
}
NETWORK_EN = {
    "Systematiskt förebygga hot, hat och våld mot förtroendevalda, utvecklingsnätverk": (
        "Preventing threats, hate and violence against elected representatives, a development network"
    ),
    "hot-hat-vald-fortroendevalda": "threats-hate-violence-elected",
    "För dig som har i uppdrag att göra de förtroendevalda tryggare i din kommun eller region. Tillsammans bygger vi ett "
    "arbetssätt som håller.": (
        "For you whose task it is to make elected representatives safer in your municipality or region. Together we "
        "build a way of working that lasts."
    ),
    "Förutsättningar": "What is expected",
    "Du arbetar vidare hemma mellan träffarna.": "You go on with the work at home between the meetings.",
    "Din organisation har gett dig uppdraget och vill ha resultatet.": (
        "Your organisation has given you the task and wants the result."
    ),
    "Som deltagare får du": "As a participant you get",
    "kunskap om vad som avgör hur arbetet lyckas": "knowledge of what decides whether the work succeeds",
    "exempel från andra som har kommit en bit": "examples from others who have come some way",
    "kollegor i samma sits att fråga": "colleagues in the same position to ask",
    "Nätverkets innehåll": "What the network contains",
    "vem som ansvarar för vad": "who is responsible for what",
    "modeller och verktyg": "models and tools",
    "ett sätt att arbeta som passar era behov hemma": "a way of working that suits your needs at home",
    "ett digitalt rum för deltagarna": "a digital room for the participants",
    "Nio linjer som löper samman till en.": "Nine lines that run together into one.",
    "Olika vägar, samma mål.": "Different ways, the same goal.",
    "Byggstenar": "Building blocks",
    "Målgrupp": "Target group",
    "Kostnad": "Cost",
    "Tid och plats för planerade träffar": "Time and place of the planned meetings",
    "Fakta och bakgrund": "Facts and background",
    "Informationsansvarig": "Contact persons",
    "Tjänstepersoner i kommuner och regioner med uppdrag att arbeta för de förtroendevaldas trygghet och säkerhet.": (
        "Officials in municipalities and regions whose task is the safety and security of elected representatives."
    ),
    "Du betalar resan och eventuell övernattning. SKR betalar lokal, mat och program.": (
        "You pay for travel and any night's stay. SKR pays for premises, food and programme."
    ),
}
