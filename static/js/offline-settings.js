// My account, "This device": the switch for keeping text without network.
import { device as kept, listed, possible, turnOff, turnOn } from "./offline-store.js";

export async function start(section, device) {
  const show = async () => {
    const own = await kept();
    const state = !possible() ? "impossible" : !own ? "off" : own.owner === device.dataset.owner ? "on" : "other";
    for (const part of section.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state);
    const waiting = section.querySelector("[data-waiting]");
    waiting.hidden = !(own && (await listed()).length);
  };
  section.querySelector("[data-turn-on]").addEventListener("click", async () => {
    const problem = section.querySelector("[data-problem]");
    problem.hidden = await turnOn(device.dataset.owner).then(
      () => true,
      () => false, // a private window, or no room left
    );
    await show();
    if (!problem.hidden) return;
    section.querySelector("[data-turn-off]").focus();
  });
  section.querySelector("[data-turn-off]").addEventListener("click", async () => {
    await turnOff();
    await show();
    section.querySelector("[data-turn-on]").focus();
  });
  await show();
}
