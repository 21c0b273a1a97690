/* One command: "Open the activities".

   JupyterLab's own "Run All Cells" does nothing, and says nothing, while the kernel is still starting, which is just when
   a student who has opened a page presses the button. This command waits for the kernel first, starts one where there is
   none, and says a plain sentence where it does not come. It is written as the module container that JupyterLab loads
   prebuilt extensions from, so that there is no build step.
*/

const COMMAND = "notknowing:open-activities";
const PATIENCE_MS = 60000;
const FAILED =
  "The program behind this page did not start. Your work is safe. Press “Open the activities” again; if that does not " +
  "help, close JupyterLab and run: notknowing doctor";

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function isConnected(panel) {
  return panel.sessionContext.session?.kernel?.connectionStatus === "connected";
}

/* Resolves when the page's kernel answers; a kernel that has died or was never started is started. */
async function kernelReady(panel) {
  const end = Date.now() + PATIENCE_MS;
  await panel.context.ready;
  await Promise.race([panel.sessionContext.ready, pause(PATIENCE_MS)]);
  while (Date.now() < end) {
    const kernel = panel.sessionContext.session?.kernel;
    if (!kernel || kernel.status === "dead") {
      await Promise.race([panel.sessionContext.changeKernel({ name: "python3" }), pause(end - Date.now())]);
    } else if (isConnected(panel)) {
      await Promise.race([kernel.info, pause(end - Date.now())]);
      if (isConnected(panel) && !["restarting", "autorestarting"].includes(kernel.status)) return true;
    }
    await pause(150);
  }
  return false;
}

const plugin = {
  id: "notknowing:open",
  description: "Adds the command that opens the activities of a page.",
  autoStart: true,
  activate(app) {
    let isOpening = false;
    app.commands.addCommand(COMMAND, {
      label: "Open the activities",
      caption: "Open the activities of this page. What you wrote stays. Key: F8",
      isEnabled: () => Boolean(app.shell.currentWidget?.sessionContext),
      execute: async () => {
        const panel = app.shell.currentWidget;
        if (!panel?.sessionContext || isOpening) return;
        isOpening = true;
        try {
          if (await kernelReady(panel)) await app.commands.execute("notebook:run-all-cells");
          else await app.commands.execute("apputils:notify", { message: FAILED, type: "error", options: { autoClose: false } });
        } finally {
          isOpening = false;
        }
      },
    });
  },
};

window._JUPYTERLAB = window._JUPYTERLAB || {};
window._JUPYTERLAB["notknowing"] = {
  init: () => {},
  get: () => Promise.resolve(() => ({ __esModule: true, default: plugin })),
};
