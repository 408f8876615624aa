"""Italian."""

from grader.notation.languages.words import Language

# Collected from what students of this language write around formulas, and from its dictionaries.
WORDS = Language(
    conjunction="e|ed|nonché",
    disjunction="o|oppure|ovvero",
    only="solo|soltanto|solamente|unicamente|esclusivamente",
    both="sia|che|entrambe|entrambi|anche|non solo|ma anche",
    negation="non|né|senza|indipendente|indipendente da|mai|nessuna|nessun|scompare|neanche",
    nothing="nulla|niente|nessuna|nessuna variabile|vuoto|insieme vuoto|da nulla",
    everything="tutto|tutte|tutti|tutte le|ogni",
    excepting="tranne|eccetto|salvo|a parte",
    depends=(
        "dipende da|dipende solo da|dipende soltanto da|dipende solamente da|dipende dalle|dipende da sia"
        "|dipendono da|è funzione di|dipendente da|dipende sia da|dipende dalla|dipende unicamente da"
    ),
    variables="variabile|variabili|dipende da|dipendenze|dipendenza|dipende|incognite",
    constant="costante|costanti|fisso|fissa|fissi|fisse",
    but="ma|però|bensì",
    because="perché|poiché|siccome",
    pronouns="essa|questa|che|la quale",
    numbers="due|tre|quattro",
    yes="sì|si|vero",
    no="no|falso",
    doubt="forse|probabilmente|magari|può darsi|non so|non sono sicuro|non sono sicura|eventualmente",
    alternative="oppure|alternativamente|altrimenti|invece di|o|in alternativa",
    wrong="falso|falsa|sbagliato|sbagliata|errore|errori|errato",
    right="giusto|corretto|corretta|vero|risposta|soluzione",
    reason="perché|poiché|siccome|dato che|per|secondo|usando|con|tramite|diventa|visto che|dà",
    condition="se|quando|per|dove|solo se|purché|finché",
    restriction="positivo|positiva|negativo|negativa|zero|pari|dispari",
    same="equivalente|uguale|cioè|identico|semplificato|ossia",
    operation="quadrato|per|diviso|meno|più|al quadrato|raddoppiato",
    is_="è|sono|vale|uguale a|è uguale a|risulta|diventa|valgono",
    answer="risposta|risposte|soluzione|soluzioni|risultato|risultati|valore",
    therefore=(
        "quindi|allora|perciò|dunque|infine|si|ottiene|abbiamo|otteniamo|ha|segue|che|e|dove|con|sia|ora|questo"
        "|cioè|qui|pertanto|prima"
    ),
    articles="il|la|lo|le|gli|i|un|una|la mia|l'",
    step="passo|iterazione|punto|posizione|passaggio",
    steps="passi|iterazioni|punti|i passi|passaggi",
    after="dopo|al|alla|nel",
    then="poi|dopo|quindi|e poi|successivamente",
    ordinals="primo/prima|secondo/seconda|terzo/terza|quarto/quarta|quinto/quinta|sesto/sesta",
    derivative="derivata parziale|derivata|derivata prima",
    with_respect_to="rispetto a|rispetto ad|in|secondo",
    gradient="gradiente|vettore gradiente|il gradiente",
    slope="pendenza|derivata direzionale|la pendenza",
    unit_vector="versore|vettore unitario|direzione|vettore direzione",
    asks=("definisci|definire|trova|trovare|calcola|calcolare|determina|scrivi|dai|completa|ad esempio|per esempio|determinare"),
    filling=(
        "da|dal|dalla|dalle|dai|dipende|è|sono|il|la|le|una|un|funzione|in|su|questa|altre|altra|due|tre|ma|valori"
        "|di|si|derivata|parziale"
    ),
)
