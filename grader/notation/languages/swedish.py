"""Swedish."""

from grader.notation.languages.words import Language

# Collected from what students of this language write around formulas, and from its dictionaries.
WORDS = Language(
    conjunction="och|samt",
    disjunction="eller|antingen",
    only="bara|endast|enbart|uteslutande",
    both="både|båda|också|även|inte bara|utan även",
    negation="inte|ej|ingen|inget|inga|utan|oberoende|oberoende av|aldrig|varken|försvinner",
    nothing="inget|ingenting|ingen|ingen variabel|inga variabler|tom|tomma mängden",
    everything="alla|allt|varje",
    excepting="utom|förutom|med undantag av",
    depends=(
        "beror på|beror bara på|beror endast på|beror enbart på|är beroende av|beroende av|är en funktion av"
        "|beror av|beror både på"
    ),
    variables="variabel|variabler|variablerna|beror på|beroende|beroenden",
    constant="konstant|konstanta|konstanter|fast|fixa",
    but="men|dock",
    because="eftersom|ty|därför att",
    pronouns="den|denna|som|detta",
    numbers="två|tre|fyra",
    yes="ja|sant",
    no="nej|falskt",
    doubt="kanske|möjligen|troligen|antagligen|osäker|inte säker|vet inte|ingen aning|förmodligen",
    alternative="eller|alternativt|annars|i stället för|istället för",
    wrong="fel|felaktig|felaktigt|falskt",
    right="rätt|korrekt|svar|sant|lösning",
    reason="eftersom|ty|därför att|för att|enligt|genom|med|då|blir|ger|via",
    condition="om|när|för|då|där|såvida|förutsatt att",
    restriction="positiv|positivt|negativ|negativt|noll|jämn|udda|större|mindre",
    same="ekvivalent|samma|dvs|det vill säga|förenklat|lika",
    operation="kvadrat|gånger|delat|minus|plus|dubblat",
    is_="är|lika med|är lika med|blir|lyder",
    answer="svar|svaren|lösning|lösningar|resultat|värde",
    therefore="så|alltså|därför|sålunda|då|nu|vi|får|har|man|ger|och|med|där|detta|slutligen|här|först|till sist",
    articles="den|det|de|en|ett|min|mitt|vår",
    step="steg|iteration|punkt|position",
    steps="steg|stegen|iterationer|punkter",
    after="efter|i|vid",
    then="sedan|därefter|då|och sedan",
    ordinals="första|andra|tredje|fjärde|femte|sjätte",
    derivative="partiell derivata|partiella derivatan|derivata|derivatan|partialderivata|partialderivatan",
    with_respect_to="med avseende på|m.a.p|map|i",
    gradient="gradient|gradienten|gradientvektor",
    slope="lutning|lutningen|riktningsderivata|riktningsderivatan",
    unit_vector="enhetsvektor|enhetsvektorn|riktningsvektor|riktning",
    asks="definiera|hitta|beräkna|bestäm|ge|skriv|fyll|till exempel|t.ex",
    filling=(
        "på|av|beror|är|den|det|de|en|ett|funktion|men|dessa|andra|övriga|två|tre|värden|mängd|derivatan|partiella"
        "|hålls|i"
    ),
)
