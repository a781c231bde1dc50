"""The learner's hands: what a person does on the lab page, found by role and name as a person finds it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect


@dataclass(frozen=True)
class Words:
    """The page's own words that the tests look for, in one language."""

    path: str
    apply: str
    send: str
    undo: str
    to: str
    editor: str
    output: str
    player: str
    position: str
    answered: str
    refused: str
    journey: str
    other: str
    conflict: str
    mine: str
    saved: str


ENGLISH = Words(
    path="/en/",
    apply="Apply",
    send="Send",
    undo="Undo",
    to="To",
    editor="Manifest, YAML",
    output="What kubectl printed",
    player="Player",
    position="Position in the packet's journey",
    answered="Answered.",
    refused="Connection refused.",
    journey="The packet's journey, hop by hop",
    other="日本語",
    conflict="changed in another tab",
    mine="Apply mine",
    saved="saved",
)
JAPANESE = Words(
    path="/ja/",
    apply="適用",
    send="送信",
    undo="元に戻す",
    to="宛先",
    editor="マニフェスト（YAML）",
    output="kubectlの出力",
    player="再生",
    position="パケットの現在位置",
    answered="応答がありました。",
    refused="接続が拒否されました。",
    journey="パケットの道のり（ホップごと）",
    other="English",
    conflict="別のタブ",
    mine="こちらの内容を適用",
    saved="保存済み",
)


class Lab:
    """One open lab page."""

    def __init__(self, page: Page, words: Words) -> None:
        self.page, self.words = page, words

    @property
    def editor(self) -> Locator:
        return self.page.get_by_role("textbox", name=re.compile(re.escape(self.words.editor)))

    @property
    def output(self) -> Locator:
        return self.page.get_by_role("log", name=self.words.output)

    @property
    def slider(self) -> Locator:
        return self.page.get_by_role("slider", name=self.words.position)

    @property
    def journey(self) -> Locator:
        return self.page.get_by_role("table", name=self.words.journey)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def open_file(self, name: str) -> None:
        await self.page.get_by_role("tab", name=re.compile(f"^{re.escape(name)}")).click()

    async def text(self) -> str:
        """The text in the editor, as far as it is on the screen, once the editor is there."""
        await expect(self.editor.locator(".cm-line").first).to_be_attached()
        return "\n".join(await self.editor.locator(".cm-line").all_inner_texts())

    async def write(self, text: str) -> None:
        """Put this in the place of all that is in the editor."""
        await self.editor.focus()
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.insert_text(text)

    async def swap(self, old: str, new: str) -> None:
        """Change one part of the text."""
        text = await self.text()
        assert old in text
        await self.write(text.replace(old, new, 1))

    async def apply(self) -> None:
        await self.button(self.words.apply).click()

    async def send(self, to: str | None = None) -> None:
        if to:
            options = self.page.get_by_label(self.words.to, exact=True)
            value = await options.locator("option", has_text=to).first.get_attribute("value")
            await options.select_option(value)
        await self.button(self.words.send).click()
        await expect(self.journey).to_be_visible()

    async def to_the_end(self) -> None:
        """Scrub to where the packet ends, once its journey is there."""
        await expect(self.slider).to_be_enabled()
        await self.slider.focus()
        await self.page.keyboard.press("End")


SERVICE = """apiVersion: v1
kind: Service
metadata:
  name: nginx-service-nodeport
spec:
  selector:
    app: nginx
  type: NodePort
  ports:
    - protocol: TCP
      port: 80
      targetPort: 80
      nodePort: {port}
"""
