/* Says that the notebook does not answer, for as long as it does not, and where the work is then.

Lab's own dialog says neither, and stays when the server is back. Loaded with every page: once the
server is gone, nothing can be loaded from it any more. */
"use strict";

(() => {
  const ASK_AGAIN_MS = 3000;
  const ANSWER_MS = 5000;
  const START = "hub:restart"; // Lab's own; there is none where there is no hub
  const NOT_RUNNING = 424; // the hub's word for it
  const NOBODY_THERE = [502, 503, 504]; // and the proxy's, where the hub is gone as well

  const en = {
    "stopped-title": "Your notebook was stopped",
    stopped:
      "What you typed is still in this tab: leave it open, and do not load it again. Start the " +
      "notebook, then come back to this tab and save. The page that starts it says why it ended, " +
      "unless the whole class was stopped.",
    start: "Start",
    "away-title": "Your notebook can’t be reached",
    away:
      "What you typed is still in this tab: leave it open, and do not load it again. It goes on by " +
      "itself when the connection is back. Is this device on the network?",
    later: "Not now",
    well: "All right",
    back: "Your notebook is there again. Save what you typed.",
  };
  const de = {
    "stopped-title": "Ihr Notebook wurde angehalten",
    stopped:
      "Was Sie geschrieben haben, steht noch in diesem Tab: Lassen Sie ihn offen und laden Sie ihn " +
      "nicht neu. Starten Sie das Notebook, kommen Sie dann in diesen Tab zurück und speichern " +
      "Sie. Warum es endete, sagt die Seite, die es startet, es sei denn, die ganze Klasse wurde " +
      "angehalten.",
    start: "Starten",
    "away-title": "Ihr Notebook ist nicht erreichbar",
    away:
      "Was Sie geschrieben haben, steht noch in diesem Tab: Lassen Sie ihn offen und laden Sie ihn " +
      "nicht neu. Sobald die Verbindung wieder da ist, geht es von selbst weiter. Ist dieses Gerät " +
      "im Netz?",
    later: "Nicht jetzt",
    well: "In Ordnung",
    back: "Ihr Notebook ist wieder da. Speichern Sie, was Sie geschrieben haben.",
  };

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  /* How it is with the server at this address: there, stopped or away. */
  async function look(address) {
    try {
      const answer = await fetch(address, {
        cache: "no-store",
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(ANSWER_MS), // a network that is gone may not even say no
      });
      if (answer.status === NOT_RUNNING) return "stopped";
      return NOBODY_THERE.includes(answer.status) ? "away" : "there";
    } catch {
      return "away";
    }
  }

  function connection(app, info, { apputils, coreutils, language }) {
    const { Dialog, Notification } = apputils;
    const words = language === "de" ? de : en;
    const { baseUrl } = app.serviceManager.serverSettings;
    let told = ""; // the notice that it is there again
    const address = coreutils.URLExt.join(baseUrl, "api/status");

    function show(how) {
      const stopped = how === "stopped" && app.commands.hasCommand(START);
      const done = Dialog.okButton({ label: stopped ? words.start : words.well });
      const buttons = stopped ? [Dialog.cancelButton({ label: words.later }), done] : [done];
      const dialog = new Dialog({ title: words[`${how}-title`], body: words[how], buttons });
      dialog.launch().then(({ button }) => {
        if (stopped && button.accept) app.commands.execute(START);
      });
      return dialog;
    }

    /* Whoever put it away is not told again, unless it is something else. A server that starts
    afresh is back in a moment, and nobody needs to hear of it. */
    async function stay() {
      let shown = "";
      let dialog = null;
      if ((await look(address)) !== "there") await pause(ASK_AGAIN_MS);
      for (let how; (how = await look(address)) !== "there"; await pause(ASK_AGAIN_MS)) {
        if (how === shown) continue;
        dialog?.reject();
        dialog = show(how);
        shown = how;
      }
      dialog?.reject();
      if (dialog) told = Notification.success(words.back, { autoClose: false });
    }

    let waiting = false;
    return async () => {
      if (waiting) return;
      waiting = true;
      if (info) info.isConnected = false; // Lab asks for nothing meanwhile
      Notification.dismiss(told);
      try {
        await stay();
      } finally {
        if (info) info.isConnected = true;
        waiting = false;
      }
    };
  }

  window.homeroomConnection = connection;
})();
