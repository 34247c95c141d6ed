"""A headless Chromium driven over the DevTools protocol, with nothing but two pipes."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
needs_chromium = pytest.mark.skipif(
    not CHROMIUM, reason="needs a Chromium: none named chromium on the path"
)
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --disable-default-apps "
    "--hide-scrollbars --remote-debugging-pipe about:blank"
)
# Chromium reads commands from descriptor 3 and answers on descriptor 4
STARTER = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); "
    "os.execv(sys.argv[3], sys.argv[3:])"
)
PATIENCE_S = 60.0
DONE = b"\0"
KEY_CODES = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
KEY_CODES |= {"Enter": 13, "Escape": 27, "PageUp": 33, "PageDown": 34, "Tab": 9}


class Chromium:
    """One browser with one page.

    Parameters
    ----------
    profile : Path
        A folder of its own for what the browser keeps.
    """

    def __init__(self, profile: Path) -> None:
        self.events: list[dict[str, Any]] = []
        self._session = ""
        self._number = 0
        self._rest = b""
        commands, self._commands = os.pipe()
        self._answers, answers = os.pipe()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-S", "-c", STARTER, str(commands), str(answers)),
                CHROMIUM,
                f"--user-data-dir={profile}",
                *FLAGS.split(),
            ],
            pass_fds=(commands, answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        attached = self.call("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE_S)
        os.close(self._commands)
        os.close(self._answers)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Run a command and return its result; events that come before it are kept."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        rest = json.dumps(message).encode() + DONE
        while rest:
            rest = rest[os.write(self._commands, rest) :]
        while (answer := self._receive()).get("id") != self._number:
            self.events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])

    def _receive(self) -> dict[str, Any]:
        while DONE not in self._rest:
            if not select.select([self._answers], [], [], PATIENCE_S)[0]:
                raise TimeoutError(f"Chromium says nothing for {PATIENCE_S} s")
            part = os.read(self._answers, 1 << 20)
            if not part:
                raise RuntimeError("Chromium has ended")
            self._rest += part
        message, _, self._rest = self._rest.partition(DONE)
        return dict(json.loads(message))

    def open(self, page: Path) -> None:
        """Load a report and wait until it has drawn itself; events start anew."""
        self.events.clear()
        self.call("Page.navigate", url=page.as_uri())
        end = time.monotonic() + PATIENCE_S
        while self.run("document.documentElement?.dataset.ready") != "true":
            if time.monotonic() > end:
                raise TimeoutError(f"{page.name} is not ready after {PATIENCE_S} s")
            time.sleep(0.02)
        self.settle()

    def settle(self) -> None:
        """Wait until what was asked for has been laid out."""
        twice = "requestAnimationFrame(() => requestAnimationFrame(done))"
        self.run(f"new Promise((done) => {twice}).then(() => true)")

    def run(self, expression: str) -> Any:
        """Return what an expression comes to on the page."""
        found = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in found:
            raise RuntimeError(str(found["exceptionDetails"].get("exception", found)))
        return found["result"].get("value")

    def texts(self, selector: str) -> list[str]:
        """Return the text of every element that fits."""
        return list(
            self.run(f"[...document.querySelectorAll({selector!r})].map((e) => e.textContent)")
        )

    def text(self, element: str) -> str:
        """Return the text of the element with an id."""
        return str(self.run(f"document.getElementById({element!r}).textContent"))

    def choose(self, element: str, label: str) -> None:
        """Choose the option of a select that has a label."""
        self.run(
            f"(() => {{ const box = document.getElementById({element!r});"
            f"const plain = (text) => text.replace(/[\\u2068\\u2069]/g, '');"
            f"box.selectedIndex = [...box.options].findIndex((o) => plain(o.text) === {label!r});"
            "if (box.selectedIndex < 0) throw new Error('no such option');"
            "box.dispatchEvent(new Event('change')); })()"
        )
        self.settle()

    def type(self, element: str, text: str) -> None:
        """Write into a text field what a reader would."""
        self.run(
            f"(() => {{ const box = document.getElementById({element!r});"
            f"box.value = {json.dumps(text)}; box.dispatchEvent(new Event('input')); }})()"
        )
        self.settle()

    def press(self, element: str, *keys: str) -> None:
        """Focus an element and press keys one after the other, as the keyboard does."""
        self.run(f"document.getElementById({element!r}).focus()")
        for key in keys:
            for kind in ("keyDown", "keyUp"):
                code = KEY_CODES[key]
                self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code)
        self.settle()

    def pointer(self, kind: str, x: float, y: float, *, held: bool = False) -> None:
        """Move, press or release the mouse at a place in the window."""
        button = "left" if held or kind != "mouseMoved" else "none"
        self.call(
            "Input.dispatchMouseEvent",
            type=kind,
            x=x,
            y=y,
            button=button,
            buttons=int(held or kind == "mousePressed"),
            clickCount=int(kind != "mouseMoved"),
        )

    def frame(self, element: str) -> dict[str, float]:
        """Scroll an element into view and return where it then lies in the window."""
        find = f"document.getElementById({element!r})"
        self.run(f"{find}.scrollIntoView({{ block: 'center' }})")
        self.settle()
        return dict(self.run(f"{find}.getBoundingClientRect().toJSON()"))

    def size(self, width: int, height: int) -> None:
        """Give the window a size in pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.settle()

    def media(self, kind: str = "screen", scheme: str = "light") -> None:
        """Pretend to be paper or a screen, with a light or dark system."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=kind, features=features)
        self.settle()

    def complaints(self) -> list[dict[str, Any]]:
        """Return what the console, the log and scripts had to say since the page was opened."""
        kinds = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        return [event for event in self.events if event["method"] in kinds]

    def requests(self) -> list[str]:
        """Return the addresses asked for since the page was opened."""
        sent = [e for e in self.events if e["method"] == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in sent]


def unharmed(browser: Chromium) -> bool:
    """Say whether the page is drawn, without a complaint and without a request."""
    root = browser.run("({ ...document.documentElement.dataset })")
    assert root["errors"] == "0", root["lastError"]
    assert browser.complaints() == []
    assert all(url.startswith(("file:", "data:")) for url in browser.requests())
    return bool(root["ready"] == "true")
