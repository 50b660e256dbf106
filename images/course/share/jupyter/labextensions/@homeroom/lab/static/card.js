/* One assignment's card, drawn from what the server says of it. Decides nothing but its looks. */
"use strict";

(() => {
  const { say, moment, number } = window.homeroomHomework;

  /* An element; its text is only ever text. */
  function el(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) node[name] = value;
      else if (value === true) node.setAttribute(name, "");
      else if (value !== false && value != null) node.setAttribute(name, value);
    }
    node.append(...children.flat(2).filter((child) => child != null && child !== false));
    return node;
  }

  const alert = (text) => el("div", { role: "alert", class: "hw-alert" }, text);
  const quiet = (text) => el("p", { class: "hw-quiet" }, text);

  function pending({ trouble }) {
    return alert(say("pending", { why: trouble || say("waiting") }));
  }

  function state(piece) {
    if (piece.pending) return "pending";
    if (piece.submissions.some((each) => each.returned)) return "returned";
    if (piece.submissions.length) return "handed-in";
    if (piece.closed) return "closed";
    if (piece.late) return "late";
    return piece.path ? "fetched" : "new";
  }

  function deadline(piece) {
    if (!piece.due) return quiet(say("undated"));
    const more = [];
    if (piece.extended) more.push(say("extended"));
    if (piece.grace_minutes) more.push(say("grace", { n: piece.grace_minutes }));
    if (piece.late_policy) more.push(piece.late_policy);
    const missed = ["late", "closed"].includes(state(piece));
    return [
      el("p", { class: missed ? "hw-missed" : "" }, say("due", { when: moment(piece.due) })),
      more.length > 0 && quiet(more.join(" · ")),
    ];
  }

  function notes(piece, now) {
    const unseen = piece.opens && new Date(piece.opens) > new Date(now);
    return [
      unseen && quiet(say("opens", { when: moment(piece.opens) })),
      piece.kind === "folder" && quiet(say("swept", { folder: piece.folder })),
      piece.renewed && quiet(say("renewed")),
      piece.pending && pending(piece.pending),
      piece.refused && alert(say("refused", { why: piece.refused })),
    ];
  }

  /* What came of the last button, until the next. */
  function outcome(came) {
    if (!came) return null;
    if (!came.well) return alert(came.text);
    return el("div", { role: "status", class: "hw-well" }, came.text, findings(came.findings));
  }

  function findings(sentences) {
    if (!sentences?.length) return null;
    const items = sentences.map((each) => el("li", {}, each));
    return el("div", { class: "hw-findings" }, say("look"), el("ul", {}, items));
  }

  function receipt(each) {
    const facts = [moment(each.time), say("receipt", { code: each.receipt })];
    if (each.late) facts.push(say("late"));
    if (each.source === "folder") facts.push(say("collected"));
    if (each.counts) facts.push(say("counts"));
    const scored = each.returned && each.score != null && each.max_score != null;
    return el(
      "div",
      { class: "hw-receipt" },
      el("strong", {}, say("number", { n: each.number })),
      ` ${facts.join(" · ")}`,
      scored && el("div", { class: "hw-score" }, say("score", points(each))),
      findings(each.findings),
    );
  }

  const points = (each) => ({ score: number(each.score), most: number(each.max_score) });

  /* The newest in full; what came before it on demand. */
  function receipts([newest, ...older], open, ontoggle) {
    if (!newest) return null;
    const label = say("earlier", { n: older.length });
    const rest = el("details", { open, ontoggle }, el("summary", {}, label), older.map(receipt));
    return [receipt(newest), older.length > 0 && rest];
  }

  function card(piece, { now, came, buttons, open, ontoggle }) {
    const is = state(piece);
    const chip = el("span", { class: `hw-state hw-${is}` }, say(`is-${is}`));
    return el(
      "section",
      { class: "hw-card", "aria-label": piece.name },
      el("div", { class: "hw-row" }, el("h3", {}, piece.name), chip),
      deadline(piece),
      notes(piece, now),
      outcome(came),
      el("div", { class: "hw-buttons" }, buttons),
      receipts(piece.submissions, open, ontoggle),
    );
  }

  Object.assign(window.homeroomHomework, { el, quiet, pending, card });
})();
