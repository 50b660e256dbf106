/* The Homework panel: asks the server, draws a card for each assignment, does what is pressed. */
"use strict";

(() => {
  const { card, el, language, pending, quiet, say } = window.homeroomHomework;
  const ASK_AGAIN_MS = 4000;

  class Drawing {
    #lab;
    #problem = el("div", { role: "alert" });
    #cards = el("div", {}, quiet(say("loading")));
    #answer = null;
    #pieces = []; // what the hub said last, also while it is away
    #told = new Map(); // what came of the last button, by assignment
    #unfolded = new Set();
    #busy = "";
    #shown = "";
    #timer = 0;

    constructor(node, lab) {
      this.#lab = lab;
      const again = { type: "button", "data-key": "refresh", onclick: () => this.refresh() };
      const title = el("h2", {}, say("homework"));
      node.append(el("div", { class: "hw-row" }, title, el("button", again, say("refresh"))));
      node.append(this.#problem, this.#cards);
    }

    async refresh() {
      clearTimeout(this.#timer);
      try {
        this.#answer = await this.#lab.ask("homeroom/homework", language);
        const { success, value: why } = this.#answer;
        this.#complain(success ? "" : say(this.#pieces.length ? "stale" : "unseen", { why }));
      } catch (error) {
        this.#complain(say("lost", { why: error.message }));
      }
      this.#take();
      this.#render();
      clearTimeout(this.#timer);
      const waits = Object.values(this.#answer?.here ?? {}).some((each) => each.pending);
      if (waits) this.#timer = setTimeout(() => this.refresh(), ASK_AGAIN_MS);
    }

    /* An alert is read out when it changes, so the same one is left alone. */
    #complain(text) {
      if (this.#problem.textContent !== text) this.#problem.textContent = text;
      this.#problem.className = text ? "hw-alert" : "";
    }

    /* Without the hub, what this home knows of work on its way is all the more needed. */
    #take() {
      const { success, value, here } = this.#answer ?? {};
      if (success) this.#pieces = value;
      else if (here) {
        const now = (piece) => ({ ...piece, pending: null, refused: "", ...here[piece.name] });
        this.#pieces = this.#pieces.map(now);
      }
    }

    #render() {
      const state = [this.#pieces, [...this.#told], this.#busy, this.#answer];
      const now = JSON.stringify(state, (key, value) => (key === "now" ? undefined : value));
      if (now === this.#shown) return;
      this.#shown = now;
      const focus = document.activeElement?.dataset?.key;
      const drawn = this.#pieces.map((piece) => this.#card(piece));
      if (this.#answer?.success && !drawn.length) drawn.push(quiet(say("none")));
      this.#cards.replaceChildren(...drawn, ...this.#strays());
      if (focus) this.#cards.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
    }

    /* Work on its way, of assignments that the hub did not name. */
    #strays() {
      const known = new Set(this.#pieces.map((piece) => piece.name));
      return Object.entries(this.#answer?.here ?? {})
        .filter(([name, each]) => each.pending && !known.has(name))
        .map(([name, each]) =>
          el("section", { class: "hw-card" }, el("h3", {}, name), pending(each.pending)),
        );
    }

    #card(piece) {
      return card(piece, {
        now: this.#answer.now,
        came: this.#told.get(piece.name),
        buttons: this.#buttons(piece),
        open: this.#unfolded.has(piece.name),
        ontoggle: ({ target }) => this.#unfolded[target.open ? "add" : "delete"](piece.name),
      });
    }

    #buttons(piece) {
      const graded = piece.kind !== "folder";
      const handsIn = graded && piece.path && !piece.closed && this.#answer.role !== "teacher";
      const again = piece.submissions.length > 0;
      const back = piece.submissions.find((each) => each.feedback);
      const stale = back && (!back.pages.length || back.feedback_updated);
      return [
        graded && !piece.path && this.#button(piece, "fetch", true),
        piece.path && this.#button(piece, "open"),
        handsIn && this.#button(piece, again ? "again" : "submit", !again),
        stale && this.#button(piece, "feedback", true),
        back?.pages.length > 0 && this.#button(piece, "page", !stale),
      ];
    }

    #button(piece, what, main = false) {
      const key = `${what} ${piece.name}`;
      const text = say(this.#busy === key ? "busy" : what);
      const attributes = {
        type: "button",
        class: main ? "hw-main" : "",
        "data-key": key,
        "aria-label": `${text} – ${piece.name}`,
        "aria-disabled": this.#busy ? "true" : null,
        onclick: () => this.#busy || this.#press(what, key, piece),
      };
      return el("button", attributes, text);
    }

    async #press(what, key, piece) {
      this.#busy = key;
      this.#told.delete(piece.name);
      this.#render();
      try {
        const came = await this.#does[what](piece);
        if (came) this.#told.set(piece.name, came);
      } catch (error) {
        this.#told.set(piece.name, { text: say("lost", { why: error.message }) });
      }
      this.#busy = "";
      await this.refresh();
    }

    #post(action, piece) {
      const body = { course_id: this.#answer.course, assignment_id: piece.name };
      return this.#lab.ask(`assignments/${action}`, language, body);
    }

    #does = {
      fetch: (piece) => this.#fetch(piece),
      open: (piece) => this.#open(piece),
      submit: (piece) => this.#submit(piece),
      again: (piece) => this.#submit(piece),
      feedback: (piece) => this.#feedback(piece),
      page: (piece) => this.#read(piece),
    };

    async #fetch(piece) {
      const done = await this.#post("fetch", piece);
      const text = done.success ? say("fetched", { name: piece.name }) : done.value;
      return { well: done.success, text };
    }

    async #submit(piece) {
      try {
        await this.#lab.save(piece.path);
      } catch (error) {
        return { text: say("unsaved", { why: error.message }) };
      }
      const done = await this.#post("submit", piece);
      // While it is pending its card says so, and for as long as it is so.
      if (!done.receipt) return done.pending ? null : { text: done.value };
      const mended = done.repaired ? ` ${say("repaired")}` : "";
      return { well: true, text: done.receipt + mended, findings: done.findings };
    }

    async #feedback(piece) {
      const done = await this.#post("fetch_feedback", piece);
      return { well: done.success, text: done.success ? say("got") : done.value };
    }

    async #read(piece) {
      const { pages } = piece.submissions.find((each) => each.feedback);
      for (const path of pages)
        await this.#lab.run("docmanager:open", { path, factory: "HTML Viewer" });
    }

    async #open(piece) {
      const [only, ...more] = piece.notebooks;
      if (only && !more.length) await this.#lab.run("docmanager:open", { path: only });
      else await this.#lab.run("filebrowser:open-path", { path: piece.path });
    }
  }

  window.homeroomHomework.draw = (node, lab) => new Drawing(node, lab);
})();
