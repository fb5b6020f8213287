// People: an admin invites, a guest comes in, roles change, app passwords and sessions come and go.

import assert from "node:assert/strict";

import { leave, press, screenshot, signIn, visitor } from "../browser.mjs";
import { accessFaults, htmlFaults } from "../faults.mjs";
import { startEmpty } from "../program.mjs";

const OWNER = { name: "Ida Quell", password: "a lamp on Skarn Hill" };
const GUEST = { name: "Zoë Marrin", password: "a kite over the bay" };

/** An empty Dateline with an owner who is signed in. */
async function begin({ browser, binary }, options) {
  const dateline = await startEmpty(binary);
  const page = await visitor(browser, dateline.address, options);
  await page.goto("/setup");
  await choose(page, OWNER);
  return { dateline, page };
}

async function choose(page, { name, password }) {
  await page.fill("[name=name]", name);
  await page.fill("[name=password]", password);
  await page.fill("[name=again]", password);
  await press(page, "main form");
}

/** Looks at a page: its HTML, its accessibility, its width, its picture. */
async function look(page, name, { script = true }) {
  const faults = [...(await htmlFaults(page)), ...(script ? await accessFaults(page) : [])];
  assert.deepEqual(faults, [], name);
  if (!script) return;
  const [needs, has] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth];
  });
  await screenshot(page, `${name}-${has}`);
  assert.ok(needs <= has, `${name} is ${needs} pixels wide and has ${has}`);
}

async function invited(place, options) {
  const { dateline, page } = await begin(place, options);
  try {
    await page.goto("/account");
    await look(page, "account", options);
    await page.click('main a[href="/users"]');
    await page.fill("[name=note]", GUEST.name);
    await press(page, 'form[action="/users/invitations"]');
    await look(page, "invited", options);
    const path = await page.locator("#link").getAttribute("href");
    assert.match(path, /^\/invitation\/[0-9a-f]{64}$/);
    await page.goto("/users");
    assert.match(await page.innerText("main"), /Zoë Marrin/);
    assert.ok(!(await page.content()).includes(path), "the link is shown once");

    const guest = await visitor(place.browser, dateline.address, options);
    await guest.goto(path);
    await look(guest, "invitation", options);
    await choose(guest, { ...GUEST, password: "password1" });
    assert.match(await guest.innerText("[role=alert]"), /too easy to guess/);
    await choose(guest, GUEST);
    assert.equal(new URL(guest.url()).pathname, "/");
    await guest.goto("/users");
    assert.match(await guest.innerText("main"), /no such page/);

    await page.goto("/users");
    await look(page, "users", options);
    await press(page, 'form[action="/users/2/role"]');
    assert.match(await page.innerText("[role=status]:visible"), /role is changed/);
    await guest.goto("/users");
    assert.match(await guest.innerText("h1"), /People/);

    await page.goto("/users/2/remove");
    await look(page, "user_remove", options);
    await press(page, 'form[action="/users/2/remove"]');
    assert.match(await page.innerText("[role=status]:visible"), /account is removed/);
    await guest.goto("/");
    assert.equal(new URL(guest.url()).pathname, "/login");
    leave(guest);
    leave(page);
  } finally {
    await dateline.stop();
  }
}

async function programs(place, options) {
  const { dateline, page } = await begin(place, options);
  try {
    await page.goto("/account");
    await page.fill("[name=name]", "Reader on my phone");
    await press(page, 'form[action="/account/app-passwords"]');
    await look(page, "app_password", options);
    const secret = await page.innerText("#secret");
    assert.match(secret, /^[0-9a-z]{26,}$/);
    await page.goto("/account");
    assert.match(await page.innerText("main"), /Reader on my phone/);
    assert.ok(!(await page.content()).includes(secret), "it is shown once");
    await press(page, 'form[action$="/revoke"]');
    assert.match(await page.innerText("[role=status]:visible"), /Revoked/);

    const there = await visitor(place.browser, dateline.address, options);
    await signIn(there, OWNER);
    await page.goto("/account");
    await look(page, "account-sessions", options);
    await press(page, 'form[action="/account/sessions/end"]');
    assert.match(await page.innerText("[role=status]:visible"), /session has ended/);
    await there.goto("/account");
    assert.equal(new URL(there.url()).pathname, "/login");
    leave(there);
    leave(page);
  } finally {
    await dateline.stop();
  }
}

/** Makes an invitation with nothing but a keyboard. */
async function byKeyboard(place) {
  const { dateline, page } = await begin(place, {});
  try {
    await page.goto("/users");
    await page.focus("[name=note]");
    await page.keyboard.type("Tom");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Make an invitation");
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    assert.match(await page.innerText("h1"), /Tom/);
    leave(page);
  } finally {
    await dateline.stop();
  }
}

export const steps = {
  "an invitation, a role, and a removal": (place) => invited(place, {}),
  "the same without scripts": (place) => invited(place, { script: false }),
  "the same on a phone in the dark": (place) => invited(place, { width: 390, height: 844, scheme: "dark" }),
  "app passwords and sessions": (place) => programs(place, {}),
  "app passwords and sessions without scripts": (place) => programs(place, { script: false }),
  "an invitation by keyboard": byKeyboard,
};
