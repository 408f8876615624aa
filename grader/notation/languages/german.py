"""German."""

from grader.notation.languages.words import Language

# Collected from what students of this language write around formulas, and from its dictionaries.
WORDS = Language(
    conjunction="und|sowie|u",
    disjunction="oder|entweder|bzw",
    only="nur|lediglich|bloß|ausschließlich|allein|genau",
    both="sowohl|als auch|beide|beiden|auch|nicht nur|sondern auch",
    negation=(
        "nicht|weder|noch|kein|keine|keinem|keiner|keinen|ohne|unabhängig|unabhängig von|nie|niemals|fällt weg"
        "|fallen weg|verschwindet"
    ),
    nothing="nichts|keine|keiner|keinem|keiner variablen|keine variable|leer|leere menge|gar nichts",
    everything="alle|allen|alles|jede|jeder",
    excepting="außer|ausgenommen|bis auf",
    depends=(
        "hängt ab von|hängt von|hängt nur von|hängt nur ab von|hängt allein von|ist abhängig von|abhängig von"
        "|hängen von|hängt lediglich von|ist eine funktion von|enthält|hängt ausschließlich von|hängt sowohl von"
    ),
    variables=(
        "variable|variablen|veränderliche|veränderlichen|größen|größe|abhängigkeit|abhängigkeiten|hängt ab von|abhängig von"
    ),
    constant="konstant|konstante|konstanten|fest|konstante zahl",
    but="aber|jedoch|sondern|hingegen",
    because="weil|denn|da es|da ja",
    pronouns="sie|es|diese|die|welche|das",
    numbers="zwei|drei|vier",
    yes="ja|wahr",
    no="nein|falsch",
    doubt=(
        "vielleicht|eventuell|vermutlich|wahrscheinlich|unsicher|evtl|nicht sicher|nicht ganz sicher|keine ahnung"
        "|weiß nicht|geraten|möglicherweise"
    ),
    alternative="oder|alternativ|sonst|statt|anstatt|beziehungsweise|bzw|ansonsten",
    wrong="falsch|fehler|fehlerhaft|unsinn",
    right="richtig|stimmt|antwort|lösung|korrekt",
    reason="weil|da|denn|wegen|nach|durch|mit|mittels|da ja|ableiten|abgeleitet|wird zu|ergibt",
    condition="falls|wenn|sofern|für|nur|solange|außer wenn",
    restriction="positiv|negativ|null|größer|kleiner|gerade|ungerade",
    same="also|äquivalent|gleich|dasselbe|das heißt|vereinfacht|d.h",
    operation="quadriert|mal|hoch|geteilt|verdoppelt|halbiert|minus|plus",
    is_="ist|sind|lautet|beträgt|ergibt|ist gleich|gleich|wäre",
    answer="antwort|antworten|lösung|lösungen|ergebnis|ergebnisse|endergebnis|wert|zu|ad|aufgabe",
    therefore=(
        "also|daher|somit|folglich|deshalb|damit|so|dann|nun|jetzt|wir|erhalten|man|erhält|es|folgt|ergibt|sich"
        "|daraus|und|mit|wo|sei|zuletzt|dies|das|heißt|hier|zuerst"
    ),
    articles="der|die|das|den|dem|des|ein|eine|einer|meine|mein|unsere|unser",
    step="schritt|iteration|punkt|position|iterationsschritt",
    steps="schritte|iterationen|punkte|abstiegsschritte|die schritte",
    after="nach|im|in|beim|bei",
    then="dann|danach|anschließend|und dann|zu",
    ordinals=(
        "erster/erste/erstem/ersten/erstes|zweiter/zweite/zweitem/zweiten/zweites|dritter/dritte/dritten"
        "|vierter/vierte/vierten|fünfter/fünfte/fünften|sechster/sechste/sechsten"
    ),
    derivative="partielle ableitung|ableitung|erste ableitung|partielle",
    with_respect_to="nach|bezüglich|bzgl|in richtung",
    gradient="gradient|gradienten|gradientenvektor",
    slope="steigung|richtungsableitung|anstieg|gefälle",
    unit_vector="einheitsvektor|richtungsvektor|richtung|normierter vektor",
    asks=(
        "definiere|definieren sie|finde|berechne|bestimme|gib|geben sie|schreibe|ergänze|zum beispiel|z.b"
        "|bestimmen sie|berechnen sie"
    ),
    filling=(
        "von|ab|hängt|hängen|ist|sind|es|der|die|das|den|dem|in|eine|ein|funktion|aber|und|zwar|ableitung|sie"
        "|diese|andere|anderen|übrigen|zwei|drei|werte|menge|gilt|kommt|vor|kommen|partielle|wird|werden|gehalten"
        "|bleibt|bleiben"
    ),
)
