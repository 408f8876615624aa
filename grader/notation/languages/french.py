"""French."""

from grader.notation.languages.words import Language

# Collected from what students of this language write around formulas, and from its dictionaries.
WORDS = Language(
    conjunction="et|ainsi que",
    disjunction="ou|soit|ou bien",
    only="seulement|uniquement|seul|seule|seuls|exclusivement|que de|juste",
    both="à la fois|aussi|tous les deux|les deux|non seulement|mais aussi",
    negation=(
        "pas|non|ne|ni|sans|indépendant|indépendante|indépendant de|indépendante de|aucun|aucune|jamais|n'est pas"
        "|disparaît|ne dépend pas"
    ),
    nothing="rien|aucune|aucun|aucune variable|vide|ensemble vide|de rien",
    everything="tout|tous|toutes|toutes les|chaque",
    excepting="sauf|excepté|hormis|à part|à l'exception de",
    depends=(
        "dépend de|dépend des|dépend du|dépend seulement de|dépend uniquement de|ne dépend que de"
        "|ne dépend que des|dépendant de|depend de|ne depend que de|est une fonction de|est fonction de"
        "|dépend à la fois de"
    ),
    variables="variable|variables|dépend de|depend de|dépendances|dépendance|dépend|inconnues",
    constant="constant|constante|constants|constantes|fixe|fixes|fixé|fixés|fixée",
    but="mais|cependant",
    because="car|parce que|puisque",
    pronouns="elle|il|qui|cela|ceci|celle-ci",
    numbers="deux|trois|quatre",
    yes="oui|vrai",
    no="non|faux",
    doubt=("peut-être|peut être|probablement|sans doute|pas sûr|pas sûre|pas certain|je crois|aucune idée|éventuellement"),
    alternative="ou|sinon|alternativement|au lieu de|ou bien|soit|autrement|plutôt que",
    wrong="faux|fausse|incorrect|incorrecte|erreur|erreurs",
    right="juste|correct|correcte|réponse|vrai|solution",
    reason="car|parce que|puisque|comme|par|selon|grâce à|donne|devient|avec|en utilisant",
    condition="si|quand|pour|lorsque|sauf si|où|seulement|dès que|tant que",
    restriction="positif|positive|négatif|négative|nul|nulle|pair|impair",
    same="équivalent|équivalente|même|c'est-à-dire|identique|simplifié|c.-à-d",
    operation="carré|fois|divisé|moins|plus|doublé|au carré",
    is_="est|sont|vaut|égale|est égal à|est égale à|donne|valent",
    answer="réponse|réponses|solution|solutions|résultat|résultats|valeur|reponse|resultat",
    therefore=(
        "donc|alors|ainsi|par conséquent|finalement|on|nous|obtient|obtenons|trouve|trouvons|a|avons|d'où|soit|et"
        "|puis|enfin|ensuite|il|vient|ici|avec|d'abord|c'est|ceci"
    ),
    articles="le|la|les|un|une|des|l'|ma|mon|notre|du",
    step="étape|itération|pas|point|position|etape|iteration",
    steps="étapes|itérations|points|les étapes|etapes",
    after="après|à|apres|au|a l'",
    then="puis|ensuite|après|alors|et puis",
    ordinals="première/premier|deuxième/second/seconde|troisième|quatrième|cinquième|sixième",
    derivative="dérivée partielle|dérivée|derivee partielle|derivee|dérivée première",
    with_respect_to="par rapport à|selon|en|suivant|par rapport a",
    gradient="gradient|vecteur gradient|le gradient",
    slope="pente|dérivée directionnelle|derivee directionnelle|la pente",
    unit_vector="vecteur unitaire|vecteur directeur|direction|vecteur normé",
    asks=(
        "définir|définissez|trouver|trouvez|calculer|calculez|déterminer|écrire|donner|compléter|par exemple"
        "|déterminez|donnez|écrivez"
    ),
    filling=(
        "de|des|du|dépend|est|sont|le|la|les|une|un|fonction|elle|il|ne|que|en|sur|cette|autres|autre|deux|trois"
        "|mais|valeurs|d|l|à|au|dérivée|partielle"
    ),
)
