"""Pauses and pictures in a student's program take no time, need no package and change no number."""

import pytest

from grader.model import Outcome, Probe

from .handed_in import submission

PICTURES = {
    "a figure in every step": "import matplotlib.pyplot as plt\ndef g(n):\n    x = 1.0\n    for k in range(n):\n        "
    "plt.figure(); plt.plot([x], [x], 'o'); plt.pause(0.5); plt.show(); x /= 2\n    plt.close('all')\n    return x",
    "figure and axis": "from matplotlib import pyplot as plt\nfig, ax = plt.subplots(figsize=(6, 4))\nline, = ax.plot([1], [2])\n"
    "def g(n):\n    line.set_data([1], [2]); fig.canvas.draw()\n    return 0.5**n",
    "rows of axes": "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(2, 2)\nf2, (a, b) = plt.subplots(1, 2)\n"
    "for ax in axes.flat: ax.grid(True)\naxes[0, 1].set_title('t')\ndef g(n): return 0.5**n",
    "a surface": "from mpl_toolkits.mplot3d import Axes3D\nimport matplotlib.pyplot as plt\n"
    "from matplotlib import cm\n"
    "import numpy as np\nX, Y = np.meshgrid(np.arange(3), np.arange(3))\nax = plt.figure().add_subplot(projection='3d')\n"
    "ax.plot_surface(X, Y, X * Y, cmap=cm.coolwarm)\nn_, bins, patches = plt.hist([1, 2])\ndef g(n): return 0.5**n",
    "colours beside the steps": "import numpy as np\nimport matplotlib.cm as cm\ndef g(n):\n    x = 1.0\n"
    "    for k, c in zip(range(n), cm.rainbow(np.linspace(0, 1, n))): x /= 2\n    return x",
    "a bar over the steps": "from tqdm import tqdm, trange\ndef g(n):\n    x = 1.0\n    for k in tqdm(range(n), desc='x'): x /= 2\n"
    "    with tqdm(total=3) as bar: bar.update(1)\n    for k in trange(n, leave=False): pass\n    return x",
    "a bar for notebooks": "from tqdm.notebook import tqdm\nimport tqdm as whole\ndef g(n):\n    x = 1.0\n"
    "    for k in whole.tqdm(tqdm(range(n))): x /= 2\n    return x",
    "pylab": "from pylab import *\ndef g(n):\n    plot([1, 2]); grid(True); show()\n    return float(prod(full(n, 0.5)))",
    "a page": "from IPython.display import display, HTML, clear_output\nfrom IPython import get_ipython\nimport ipywidgets as w\n"
    "@w.interact(a=(0, 3))\ndef shown(a): display(HTML('x')); clear_output(wait=True)\nassert get_ipython() is None\n"
    "def g(n): return 0.5**n",
    "a sleep": "import time\nfrom time import sleep\ndef g(n):\n    for k in range(n): time.sleep(5); sleep(5)\n    return 0.5**n",
    "a class of figures": "import matplotlib.pyplot as plt\nimport seaborn as sns\nsns.set_theme()\n"
    "plt.rcParams['figure.figsize'] = (8, 4)\n"
    "class Mine(plt.Figure): pass\nwith plt.style.context('ggplot'): plt.plot([1])\ndef g(n): return 0.5**n",
}


@pytest.mark.parametrize("source", PICTURES.values(), ids=PICTURES)
def test_a_program_runs_past_its_pictures_and_pauses(box, source):
    """Whatever it draws with: its numbers come, and nothing fails on the way."""
    with box.open(submission(source)) as session:
        call = session.ask(Probe(names=("g",), arguments=((3,),))).calls[0]
        assert session.remarks() == ()
    assert (call.outcome, call.value) == (Outcome.RETURNED, 0.125)
    assert call.seconds < 1


def test_what_is_no_picture_is_the_package_itself(box):
    """Only packages that draw are stood in for; a made-up one is still missing."""
    source = "import numpy, math\na = numpy.__name__, math.floor(3.5) == 3\nimport drawlib_of_mine\n"
    with box.open(submission(source)) as session:
        assert session.ask(Probe(names=("a",))).calls[0].value == ("numpy", True)
        assert "drawlib_of_mine" in session.remarks()[0].text


def test_a_loop_over_a_picture_ends(box):
    """What has no entries is gone through at once."""
    with box.open(submission("import matplotlib.pyplot as plt\ncount = 0\nfor ax in plt.gcf().axes: count += 1")) as session:
        assert session.ask(Probe(names=("count",))).calls[0].value == 0
