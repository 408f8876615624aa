"""Spanish."""

from grader.notation.languages.words import Language

# Collected from what students of this language write around formulas, and from its dictionaries.
WORDS = Language(
    conjunction="y|e|así como|además de",
    disjunction="o|u|o bien",
    only="solo|sólo|solamente|únicamente|exclusivamente|unicamente",
    both="tanto|como|ambas|ambos|también|no solo|sino también|tambien",
    negation="no|ni|sin|independiente|independiente de|nunca|desaparece|tampoco",
    nothing="nada|ninguna|ninguno|ninguna variable|vacío|conjunto vacío|de nada",
    everything="todo|todos|todas|todas las|cada",
    excepting="excepto|salvo|menos|a excepción de",
    depends=(
        "depende de|depende solo de|depende sólo de|solo depende de|sólo depende de|depende solamente de"
        "|depende únicamente de|dependen de|dependiente de|es una función de|es función de|depende tanto de"
        "|depende del"
    ),
    variables="variable|variables|depende de|dependencias|dependencia|depende|incógnitas",
    constant="constante|constantes|fija|fijas|fijo|fijos",
    but="pero|sino|mas",
    because="porque|pues|ya que|puesto que",
    pronouns="ella|esta|que|esto|la cual",
    numbers="dos|tres|cuatro",
    yes="sí|si|verdadero|cierto",
    no="no|falso",
    doubt=(
        "quizá|quizás|tal vez|probablemente|posiblemente|no sé|no estoy seguro|no estoy segura|creo que quizás|a lo mejor|no se"
    ),
    alternative="o|alternativamente|si no|en vez de|en lugar de|o bien|de lo contrario",
    wrong="falso|falsa|incorrecto|incorrecta|mal|error|errores|equivocado",
    right="correcto|correcta|verdadero|respuesta|solución",
    reason="porque|pues|ya que|puesto que|por|según|usando|con|debido a|da|queda|al derivar",
    condition="si|cuando|para|donde|solo si|siempre que|mientras",
    restriction="positivo|positiva|negativo|negativa|cero|par|impar",
    same="equivalente|igual|es decir|idéntico|simplificado|o sea",
    operation="cuadrado|por|dividido|menos|más|al cuadrado|doblado",
    is_="es|son|vale|igual a|es igual a|resulta|queda|da",
    answer="respuesta|respuestas|solución|soluciones|resultado|resultados|valor|solucion",
    therefore=(
        "entonces|por lo tanto|por tanto|así|luego|finalmente|tenemos|obtenemos|se|obtiene|tiene|queda|y|donde|con"
        "|sea|ahora|esto|es decir|aquí|primero|así que"
    ),
    articles="el|la|los|las|un|una|mi|nuestra|lo",
    step="paso|iteración|iteracion|punto|posición|posicion",
    steps="pasos|iteraciones|puntos|los pasos",
    after="después de|tras|en|despues de|después del",
    then="luego|después|entonces|y luego|despues",
    ordinals="primer/primero/primera|segundo/segunda|tercer/tercero/tercera|cuarto/cuarta|quinto/quinta|sexto/sexta",
    derivative="derivada parcial|derivada|primera derivada",
    with_respect_to="con respecto a|respecto a|respecto de|por|en|según",
    gradient="gradiente|vector gradiente|el gradiente",
    slope="pendiente|derivada direccional|la pendiente",
    unit_vector="vector unitario|vector director|dirección|versor|direccion",
    asks=(
        "define|defina|encuentra|encuentre|calcula|calcule|determina|escribe|da|completa|por ejemplo|halla|halle"
        "|hallar|calcular|determine"
    ),
    filling=(
        "de|del|depende|es|son|el|la|los|las|una|un|función|ella|en|sobre|esta|otras|otra|dos|tres|pero|valores|a"
        "|se|derivada|parcial"
    ),
)
