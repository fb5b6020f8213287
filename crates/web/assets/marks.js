// Niceties only: every page works without this file.

// Marks are thrown where they stand, so that Back leads to the list and not to the same page again.
const reader = document.body.dataset.reader ?? "";
const csrf = () => document.querySelector("input[name=csrf]")?.value ?? "";
const post = (path, fields) =>
  fetch(path, {
    method: "POST",
    body: new URLSearchParams({ csrf: csrf(), ...fields }),
    redirect: "manual",
    keepalive: true,
  });

// What is marked without a connection waits in this browser and is sent when there is one. It is
// the session's own: whoever signs in next sends nothing of it.
const QUEUE = "dateline-marks";
const waitingMarks = () => {
  try {
    return JSON.parse(localStorage.getItem(QUEUE) ?? "[]").filter((one) => one.reader === reader);
  } catch {
    return [];
  }
};
const keepMarks = (marks) => {
  try {
    if (marks.length > 0) localStorage.setItem(QUEUE, JSON.stringify(marks.slice(-300)));
    else localStorage.removeItem(QUEUE);
  } catch {
    // A browser that keeps nothing forgets the mark.
  }
};
const sendWaiting = async () => {
  for (let [first] = waitingMarks(); first; [first] = waitingMarks()) {
    try {
      await post(first.path, first.fields);
    } catch {
      return;
    }
    const isSent = ({ path, fields }) =>
      path === first.path && JSON.stringify(fields) === JSON.stringify(first.fields);
    keepMarks(waitingMarks().filter((one) => !isSent(one)));
  }
};

/** Sends a mark, or keeps it for later; false where the server did not take it. */
const mark = async (path, fields) => {
  try {
    const answer = await post(path, fields);
    // The server answers what it took with a redirect; anything else it may tell itself.
    return answer.type === "opaqueredirect";
  } catch {
    keepMarks([...waitingMarks().filter((one) => one.path !== path), { reader, path, fields }]);
    return true;
  }
};
if (reader) {
  addEventListener("online", sendWaiting);
  sendWaiting();
}

// The switches of an article's own page.
const throwSwitch = async (form) => {
  const field = form.elements.read ?? form.elements.starred;
  if (!(await mark(form.getAttribute("action"), { [field.name]: field.value }))) return form.submit();
  const isOn = field.value === "true";
  field.value = String(!isOn);
  const button = form.querySelector("button");
  button.textContent = isOn ? button.dataset.on : button.dataset.off;
};
for (const form of document.querySelectorAll("form[data-star], form[data-read]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    throwSwitch(form);
  });
}

// The switches of a row.
const flip = (button) => {
  const isOn = button.value === "true";
  button.value = String(!isOn);
  button.setAttribute("aria-pressed", String(isOn));
  if ("read" in button.dataset) button.closest("[data-row]")?.classList.toggle("is-read", isOn);
};
const throwRow = async (button) => {
  const fields = { [button.name]: button.value };
  flip(button);
  if (!(await mark(button.getAttribute("formaction"), fields))) flip(button);
};
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[form=marks]");
  if (!button) return;
  event.preventDefault();
  throwRow(button);
});

// An opened article counts as read. Opening is a GET and changes nothing, so it is told apart.
const openedForm = document.querySelector("form[data-opened]");
if (openedForm) {
  const tell = () => throwSwitch(openedForm);
  // A page that is only prefetched or opened in a background tab is not read yet.
  if (document.visibilityState === "visible") tell();
  else document.addEventListener("visibilitychange", tell, { once: true });
}
