// A panel that asks the server what to show: when it is seen and the cluster has moved on since it last asked.
import { Refusal, ask } from "../api.js";
import { page } from "../page.js";

export class Looking {
  /**
   * @param {import("./tabs.js").PanelTabs} tabs
   * @param {string} name of the tab
   * @param {() => string} address what to ask for
   * @param {(answer: any) => void} show
   */
  constructor(tabs, name, address, show) {
    this.address = address;
    this.show = show;
    this.visible = false;
    this.asked = "";
    tabs.watch(name, (visible) => {
      this.visible = visible;
      this.look();
    });
    page.state.watch(() => this.look());
  }

  /** Ask, unless the answer is on the page already. */
  async look() {
    const state = page.state.value;
    if (!this.visible || !state) return;
    const address = this.address();
    const wanted = `${state.workspace} ${state.revision} ${address}`;
    if (wanted === this.asked) return;
    this.asked = wanted;
    try {
      const answer = await ask(address);
      if (this.asked === wanted) this.show(answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // Asked again at the next change, or when the panel is opened again.
      this.asked = "";
    }
  }
}
