"""Dutch."""

from grader.notation.languages.words import Language

# Collected from what students of this language write around formulas, and from its dictionaries.
WORDS = Language(
    conjunction="en|alsmede|evenals",
    disjunction="of|ofwel",
    only="alleen|enkel|slechts|uitsluitend|alleen maar",
    both="zowel|als|beide|ook|niet alleen|maar ook",
    negation="niet|geen|noch|zonder|onafhankelijk|onafhankelijk van|nooit|verdwijnt",
    nothing="niets|geen|geen enkele|geen variabele|geen variabelen|leeg|lege verzameling",
    everything="alle|alles|elke|iedere",
    excepting="behalve|uitgezonderd|op na",
    depends=(
        "hangt af van|hangt alleen af van|hangt van|hangt enkel af van|is afhankelijk van|afhankelijk van"
        "|hangen af van|is een functie van|hangt slechts af van|hangt zowel af van"
    ),
    variables="variabele|variabelen|veranderlijke|veranderlijken|hangt af van|afhankelijkheid|afhankelijk van",
    constant="constant|constante|constanten|vast",
    but="maar|echter",
    because="omdat|want|aangezien",
    pronouns="deze|die|dit|het",
    numbers="twee|drie|vier",
    yes="ja|waar",
    no="nee|onwaar",
    doubt="misschien|wellicht|waarschijnlijk|mogelijk|niet zeker|weet niet|geen idee|onzeker",
    alternative="of|alternatief|anders|in plaats van|ofwel",
    wrong="fout|onjuist|verkeerd|foutief",
    right="juist|goed|correct|antwoord|oplossing",
    reason="omdat|want|aangezien|door|volgens|met|wegens|wordt|geeft|via",
    condition="als|wanneer|indien|voor|waar|tenzij|mits",
    restriction="positief|negatief|nul|even|oneven|groter|kleiner",
    same="equivalent|gelijk|hetzelfde|dat wil zeggen|oftewel|vereenvoudigd",
    operation="kwadraat|keer|gedeeld|min|plus|maal|verdubbeld",
    is_="is|zijn|gelijk aan|is gelijk aan|bedraagt|wordt|luidt",
    answer="antwoord|antwoorden|oplossing|oplossingen|resultaat|uitkomst|waarde",
    therefore=(
        "dus|daarom|zodat|hieruit|volgt|dan|nu|we|krijgen|vinden|hebben|men|en|met|waar|dit|tenslotte|ten slotte|hier|eerst|zo"
    ),
    articles="de|het|een|mijn|onze|ons",
    step="stap|iteratie|punt|positie",
    steps="stappen|iteraties|punten|de stappen",
    after="na|bij|in",
    then="dan|daarna|vervolgens|en dan",
    ordinals="eerste|tweede|derde|vierde|vijfde|zesde",
    derivative="partiële afgeleide|afgeleide|eerste afgeleide|partiele afgeleide",
    with_respect_to="naar|ten opzichte van|met betrekking tot",
    gradient="gradiënt|gradient|gradiëntvector",
    slope="helling|richtingsafgeleide|richtingscoëfficiënt",
    unit_vector="eenheidsvector|richtingsvector|richting",
    asks="definieer|vind|bereken|bepaal|geef|schrijf|vul|bijvoorbeeld",
    filling=(
        "van|af|hangt|hangen|is|zijn|het|de|een|functie|maar|zij|deze|andere|overige|twee|drie|waarden|verzameling"
        "|afgeleide|partiële|in|op"
    ),
)
