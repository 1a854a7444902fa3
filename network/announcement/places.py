"""Which city a line speaks of."""

import re

# Municipalities and seats that meetings are held in; names that are also ordinary words count only after “i”.
_CITIES = """
Ale Alingsås Alvesta Aneby Arboga Arjeplog Arvidsjaur Arvika Askersund Avesta Bengtsfors Berg Bjurholm
Bjuv Boden Bollebygd Bollnäs Borgholm Borlänge Borås Botkyrka Boxholm Bromölla Bräcke Burlöv Båstad
Danderyd Degerfors Dorotea Eda Ekerö Eksjö Emmaboda Enköping Eskilstuna Eslöv Essunga Fagersta
Falkenberg Falköping Falun Filipstad Finspång Flen Forshaga Färgelanda Gagnef Gislaved Gnesta Gnosjö
Gotland Grums Grästorp Gullspång Gällivare Gävle Göteborg Götene Habo Hagfors Hallsberg Hallstahammar
Halmstad Hammarö Haninge Haparanda Heby Hedemora Helsingborg Herrljunga Hjo Hofors Huddinge Hudiksvall
Hultsfred Hylte Håbo Hällefors Härnösand Härryda Hässleholm Höganäs Högsby Hörby Höör Jokkmokk Järfälla
Jönköping Kalix Kalmar Karlsborg Karlshamn Karlskoga Karlskrona Karlstad Katrineholm Kil Kinda Kiruna
Klippan Knivsta Kramfors Kristianstad Kristinehamn Krokom Kumla Kungsbacka Kungsör Kungälv Kävlinge
Köping Laholm Landskrona Laxå Lekeberg Leksand Lerum Lessebo Lidingö Lidköping Lindesberg Linköping
Ljungby Ljusdal Ljusnarsberg Lomma Ludvika Luleå Lund Lycksele Lysekil Malmö Mariestad Mark Markaryd
Mellerud Mjölby Mora Motala Mullsjö Munkedal Munkfors Mölndal Mönsterås Mörbylånga Nacka Nora Norberg
Nordmaling Norrköping Norrtälje Norsjö Nybro Nykvarn Nyköping Nynäshamn Nässjö Ockelbo Olofström Orsa
Orust Osby Oskarshamn Ovanåker Oxelösund Pajala Partille Perstorp Piteå Ragunda Robertsfors Ronneby
Rättvik Sala Salem Sandviken Sigtuna Simrishamn Sjöbo Skara Skellefteå Skinnskatteberg Skurup Skövde
Smedjebacken Sollefteå Sollentuna Solna Sorsele Sotenäs Staffanstorp Stenungsund Stockholm Storfors
Storuman Strängnäs Strömstad Strömsund Sundbyberg Sundsvall Sunne Surahammar Svalöv Svedala Svenljunga
Säffle Säter Sävsjö Söderhamn Söderköping Södertälje Sölvesborg Tanum Tibro Tidaholm Tierp Timrå
Tingsryd Tjörn Tomelilla Torsby Torsås Tranemo Tranås Trelleborg Trollhättan Trosa Tyresö Täby Töreboda
Uddevalla Ulricehamn Umeå Uppsala Uppvidinge Vadstena Vaggeryd Valdemarsvik Vallentuna Vansbro Vara
Varberg Vaxholm Vellinge Vetlanda Vilhelmina Vimmerby Vindeln Vingåker Visby Vårgårda Vänersborg Vännäs
Värmdö Värnamo Västervik Västerås Växjö Ydre Ystad Åmål Ånge Åre Årjäng Åsele Åstorp Åtvidaberg Älmhult
Älvdalen Älvkarleby Älvsbyn Ängelholm Öckerö Ödeshög Örebro Örkelljunga Örnsköldsvik Östersund Österåker
Östhammar Övertorneå
"""
CITIES = frozenset(_CITIES.split()) | {
    "Upplands Väsby",
    "Upplands-Bro",
    "Lilla Edet",
    "Dals-Ed",
    "Malung-Sälen",
    "Östra Göinge",
}
_ALSO_WORDS = """
Ale Berg Boden Eda Flen Hjo Kil Mark Mora Nora Orsa Sala Vara Åre Lund
"""
ALSO_WORDS = frozenset(_ALSO_WORDS.split())
_REGIONS = """
Skåne Blekinge Halland Kronoberg Småland Västra Östergötland Södermanland Sörmland Värmland Dalarna
Gävleborg Västernorrland Jämtland Härjedalen Västerbotten Norrbotten Västmanland Norrland Sverige Teams
Zoom Region
"""
REGIONS = frozenset(_REGIONS.split())
WORD = r"[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖÉ][a-zåäöéü]+)?"
AFTER_IN = re.compile(rf"\b[iI] (?P<name>{WORD})")
CAPITALISED = re.compile(WORD)


def city_in(text: str) -> str:
    """“Stockholm” of “Fysiskt möte i Stockholm, heldag”; "" where no city is named."""
    for name in sorted((city for city in CITIES if " " in city), key=len, reverse=True):
        if name in text:
            return name
    for match in AFTER_IN.finditer(text):
        if match["name"] not in REGIONS:
            return match["name"]
    for match in CAPITALISED.finditer(text):
        if match.group() in CITIES and match.group() not in ALSO_WORDS:
            return match.group()
    return ""
