// The camera of this device on a page, and a picture that is being read. Without this module a file is chosen and sent.

const LONGEST = 2400; // pixels: more shows nothing more
const A_BURST = 1500; // milliseconds in which a swipe comes whole: a page is not replaced under it
let lastKey = -Infinity;
addEventListener("keydown", () => { lastKey = performance.now(); }, true);

// ── the live picture ──

async function show(form) {
  const box = form.querySelector("[data-camera]");
  const file = form.querySelector("input[type=file]");
  const send = form.querySelector("[data-send]");
  file.addEventListener("change", () => { if (file.files.length) form.requestSubmit(send); });
  send.hidden = true; // choosing sends
  if (!navigator.mediaDevices?.getUserMedia) return without(form, "none");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1440 } } });
  } catch (refused) {
    return without(form, refused.name === "NotAllowedError" ? "denied" : "none");
  }
  const video = box.querySelector("video");
  video.srcObject = stream;
  await video.play();
  box.hidden = false;
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  addEventListener("pagehide", stop);
  document.addEventListener("htmx:beforeSwap", stop, { once: true });
  box.querySelector("[data-shoot]").addEventListener("click", () => shoot(video, file));
}

function without(form, why) {
  const said = form.querySelector("[data-no-camera]");
  said.textContent = said.dataset[why];
  said.hidden = false;
}

function shoot(video, file) {
  const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    const taken = new DataTransfer();
    taken.items.add(new File([blob], "picture.jpg", { type: "image/jpeg" }));
    file.files = taken.files;
    file.dispatchEvent(new Event("change"));
  }, "image/jpeg", 0.92);
}

// ── a picture that is being read: how far, and then the page again ──

async function follow(section) {
  const bar = section.querySelector("progress");
  for (;;) {
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    let state;
    try {
      state = await (await fetch(section.dataset.reading, { headers: { Accept: "application/json" } })).json();
    } catch {
      continue; // the next look will tell
    }
    if (!section.isConnected) return; // the officer is elsewhere
    bar.value = state.percent;
    if (!state.goes_on && performance.now() - lastKey > A_BURST) return location.reload();
  }
}

// ── what was read, beside its strip: wrong places are marked as they are put right ──

function compare(form) {
  const fields = [...form.querySelectorAll("[name=line]")];
  const list = form.querySelector("[data-sentences]");
  const agree = form.querySelector("[data-agree]");
  let timer = 0;
  let asked = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  });

  async function look() {
    const mine = ++asked;
    const body = new FormData(form);
    body.set("act", "marks");
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    const { marks, sentences } = await answer.json();
    fields.forEach((field, number) => { field.parentElement.querySelector("[data-marks]").textContent = marks[number] ?? ""; });
    list.replaceChildren(...sentences.map(item));
    agree.hidden = sentences.length > 0;
  }

  function item(sentence) {
    const line = document.createElement("li");
    line.className = "wrong";
    line.append(Object.assign(document.createElement("span"), { textContent: sentence }));
    return line;
  }
}

document.querySelectorAll("[data-camera-form]").forEach(show);
document.querySelectorAll("[data-reading]").forEach(follow);
document.querySelectorAll("[data-compare]").forEach(compare);
