"""A real browser for tests: Debian's Chromium, steered through its DevTools protocol; where there is none, tests are skipped."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START_SECONDS = 60  # a machine under load takes long to start one


class NoBrowserError(Exception):
    """What is called a browser is none."""


def browser() -> str | None:
    """The browser of this machine, if there is one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def axe() -> Path | None:
    """The file of axe-core that `AXE` names, or that lies where `npm install axe-core` puts it."""
    places = [Path(os.environ["AXE"])] if "AXE" in os.environ else []
    places += [Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"]
    return next((place for place in places if place.is_file()), None)


@dataclass
class Tab:
    """One tab of a browser that was opened."""

    port: int
    loop: asyncio.AbstractEventLoop
    socket: Any = None
    asked: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """What the browser replies to a method of its protocol."""
        self.asked += 1
        message = json.dumps({"id": self.asked, "method": method, "params": parameters})

        async def replied() -> dict[str, Any]:
            await self.socket.write_message(message)
            while (told := json.loads(await asyncio.wait_for(self.socket.read_message(), START_SECONDS))).get(
                "id"
            ) != self.asked:
                self.events.append(told)
            return dict(told)

        told = self.loop.run_until_complete(replied())
        assert "error" not in told, told
        return dict(told["result"])

    def show(self, page: Path, width: int = 900, *, dark: bool = False) -> None:
        """Opens a file at that width, in one of the two colour schemes."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Page.enable")
        self.call("Log.enable")
        self.call("Page.navigate", url=page.resolve().as_uri())
        begun = time.monotonic()
        while self.value("document.readyState") != "complete" or self.value("location.href") == "about:blank":
            assert time.monotonic() - begun < START_SECONDS
            time.sleep(0.02)

    def value(self, script: str) -> Any:
        """What a script of the test gives on the page; the page's own policy does not hold for it."""
        reply = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in reply, reply
        return reply["result"].get("value")

    def picture(self, selector: str = "") -> bytes:
        """A PNG of the whole page, or of the first element that a selector finds."""
        box = f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()" if selector else None
        whole = "(e=>({x:0,y:0,width:e.clientWidth,height:e.scrollHeight}))(document.documentElement)"
        size = self.value(f"(b=>({{x:b.x,y:b.y+scrollY,width:b.width,height:b.height}}))({box})" if box else whole)
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip={**size, "scale": 1})
        return base64.b64decode(shot["data"])

    def printed(self) -> bytes:
        """The page as a PDF."""
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True)["data"])

    def faults(self, axe_core: Path) -> list[str]:
        """What axe-core finds against the page."""
        self.value(axe_core.read_text(encoding="utf-8") + ";0")
        found = self.value("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
        return [
            f"{each['id']}: {node['html'][:200]} {node['failureSummary']}" for each in found for node in each["nodes"]
        ]


@contextmanager
def opened() -> Iterator[Tab]:
    """A tab of a browser without a window; the browser ends with the block."""
    from tornado.websocket import websocket_connect

    found = browser()
    assert found is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command: Sequence[str] = [
            found, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0",
            "--disable-dev-shm-usage", "--no-first-run", f"--user-data-dir={folder}", "about:blank",
        ]  # fmt: skip
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        loop = asyncio.new_event_loop()
        try:
            tab = Tab(_port(Path(folder), process), loop)

            async def connected() -> Any:
                return await websocket_connect(_page_of(tab.port), max_message_size=100_000_000)

            tab.socket = loop.run_until_complete(connected())
            yield tab
            tab.socket.close()
        finally:
            process.terminate()
            process.wait(START_SECONDS)
            loop.close()


def _port(folder: Path, process: subprocess.Popen[bytes]) -> int:
    begun = time.monotonic()
    while not (folder / "DevToolsActivePort").is_file():
        if process.poll() is not None or time.monotonic() - begun > START_SECONDS:
            raise NoBrowserError(f"{process.args[0]} is there and does not start, so no page was looked at")
        time.sleep(0.05)
    return int((folder / "DevToolsActivePort").read_text().split()[0])


def _page_of(port: int) -> str:
    begun = time.monotonic()
    while time.monotonic() - begun < START_SECONDS:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as reply:
            pages = [each for each in json.load(reply) if each["type"] == "page"]
        if pages:
            return str(pages[0]["webSocketDebuggerUrl"])
        time.sleep(0.05)
    raise AssertionError("the browser shows no page")
