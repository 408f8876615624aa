"""Polish."""

from grader.notation.languages.words import Language

# Collected from what students of this language write around formulas, and from its dictionaries.
WORDS = Language(
    conjunction="i|oraz|a także|a",
    disjunction="lub|albo|bądź",
    only="tylko|jedynie|wyłącznie",
    both="zarówno|jak i|oba|obie|też|także|nie tylko|ale też",
    negation="nie|ani|bez|niezależna|niezależne|niezależna od|nigdy|żadna|żaden|znika",
    nothing="nic|niczego|żadna|żadnej|żadnej zmiennej|od niczego|pusty|zbiór pusty|puste",
    everything="wszystko|wszystkie|wszystkich|każda|każdej",
    excepting="oprócz|prócz|poza|z wyjątkiem",
    depends=(
        "zależy od|zależy tylko od|zależy jedynie od|zależy wyłącznie od|zależna od|jest zależna od|jest funkcją"
        "|zależą od|zależy zarówno od"
    ),
    variables="zmienna|zmienne|zmiennych|zmiennej|zależy od|zależność|zależności",
    constant="stała|stałe|stały|stałą|ustalone|ustalona",
    but="ale|lecz|jednak",
    because="bo|ponieważ|gdyż",
    pronouns="ona|która|to",
    numbers="dwie/dwa|trzy|cztery",
    yes="tak|prawda",
    no="nie|fałsz",
    doubt="może|być może|chyba|prawdopodobnie|nie wiem|nie jestem pewien|nie jestem pewna|ewentualnie",
    alternative="lub|albo|alternatywnie|inaczej|zamiast",
    wrong="źle|błąd|błędne|błędnie|nieprawda|fałsz",
    right="dobrze|poprawne|prawda|odpowiedź|rozwiązanie",
    reason="bo|ponieważ|gdyż|z|przez|według|dzięki|używając|daje|staje się",
    condition="jeśli|gdy|dla|gdzie|o ile|jeżeli|kiedy|tylko",
    restriction="dodatni|dodatnie|ujemny|ujemne|zero|parzyste|nieparzyste|większe|mniejsze",
    same="równoważnie|to samo|czyli|uproszczone|tzn|to znaczy",
    operation="kwadrat|razy|dzielone|minus|plus|podwojone",
    is_="jest|są|równa się|wynosi|równe|to|jest równe|jest równa",
    answer="odpowiedź|odpowiedzi|rozwiązanie|rozwiązania|wynik|wyniki|wartość",
    therefore=("więc|zatem|stąd|czyli|wtedy|teraz|mamy|otrzymujemy|dostajemy|i|gdzie|z|niech|to|na koniec|tutaj|najpierw|dlatego"),
    articles="ten|ta|to|moja|mój|nasz|nasza",
    step="krok|iteracja|punkt|pozycja",
    steps="kroki|iteracje|punkty",
    after="po|w|dla",
    then="potem|następnie|wtedy|a potem",
    ordinals=("pierwszy/pierwsza/pierwszym|drugi/druga/drugim|trzeci/trzecia/trzecim|czwarty/czwarta|piąty/piąta|szósty/szósta"),
    derivative="pochodna cząstkowa|pochodna|pierwsza pochodna",
    with_respect_to="względem|po|ze względu na",
    gradient="gradient|wektor gradientu",
    slope="nachylenie|pochodna kierunkowa",
    unit_vector="wektor jednostkowy|wersor|kierunek|wektor kierunkowy",
    asks="zdefiniuj|znajdź|oblicz|wyznacz|podaj|napisz|uzupełnij|na przykład|np",
    filling=(
        "od|zależy|jest|są|ta|ten|to|funkcja|ale|te|inne|pozostałe|dwie|trzy|wartości|zbiór|pochodna|cząstkowa|zmiennych|względem"
    ),
)
