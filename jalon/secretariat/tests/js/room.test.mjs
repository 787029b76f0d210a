// node --test jalon/secretariat/tests/js/*.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";

import { Room, command } from "../../static/secretariat/room_keys.js";

const on = { onRecommendation: true };
const leading = (count = 5) => {
  const room = new Room({ leads: true, languages: ["fr", "en", "ar"] });
  room.told({ slide: 0, count, language: "fr", turn: 0 });
  return room;
};

test("keys become commands, on keyboards of either script", () => {
  const table = [
    [{ key: "ArrowRight" }, "next"], [{ key: "ArrowLeft" }, "before"], [{ key: "PageDown" }, "next"], [{ key: " " }, "next"],
    [{ key: "Home" }, "first"], [{ key: "End" }, "last"], [{ key: "Enter" }, "confirm"], [{ key: "Escape" }, "back"],
    [{ key: "a", code: "KeyQ" }, "adopt"], // a French keyboard: what stands on the key
    [{ key: "A", code: "KeyA" }, "adopt"], [{ key: "ش", code: "KeyA" }, "adopt"], // an Arabic one: where it lies
    [{ key: "ى", code: "KeyN" }, "not_adopt"], [{ key: "؟", code: "Slash" }, "keys"], [{ key: "?" }, "keys"],
    [{ key: "a", ctrlKey: true }, ""], [{ key: "x" }, ""], [{ key: "é", code: "Digit2" }, ""], [{ key: "F5" }, ""],
  ];
  for (const [event, asked] of table) assert.equal(command(event), asked, JSON.stringify(event));
  assert.equal(command({ key: "ArrowLeft" }, true), "next", "an Arabic page goes on to the left");
  assert.equal(command({ key: "ArrowRight" }, true), "before");
});

test("pages turn within their bounds", () => {
  const room = leading(3);
  const at = (asked) => [room.press(asked).do, room.slide];
  assert.deepEqual(at("before"), ["", 0]);
  assert.deepEqual(at("next"), ["show", 1]);
  assert.deepEqual(at("last"), ["show", 2]);
  assert.deepEqual(at("next"), ["", 2]);
  assert.deepEqual(at("first"), ["show", 0]);
  assert.deepEqual(room.press("down", { scrolls: 1 }), { do: "scroll", by: 1 }, "a long text is read first");
  assert.equal(room.slide, 0);
});

test("L goes round the languages", () => {
  const room = leading();
  const seen = [1, 2, 3].map(() => (room.press("language"), room.language));
  assert.deepEqual(seen, ["en", "ar", "fr"]);
});

test("a decision takes one more key, and any other takes it back", () => {
  const room = leading();
  assert.deepEqual(room.press("adopt", on), { do: "ask", act: "adopt" });
  assert.deepEqual(room.press("confirm", on), { do: "decide", act: "adopt" });
  assert.equal(room.press("confirm", on).do, "", "no second one");
  room.press("not_adopt", on);
  assert.equal(room.press("next", on).do, "close");
  assert.equal(room.slide, 0, "the key that took it back turned no page");
  assert.equal(room.press("confirm", on).do, "");
});

test("what is decided is about a recommendation; a challenge may be about none", () => {
  const room = leading();
  for (const act of ["adopt", "not_adopt", "word", "judge", "extend"]) assert.equal(room.press(act).do, "refuse", act);
  assert.deepEqual(room.press("challenge"), { do: "form", act: "challenge" });
  assert.deepEqual(room.press("word", on), { do: "form", act: "word" });
  room.busy = true;
  assert.equal(room.press("adopt", on).do, "", "while an entry is on its way");
});

test("a screen that does not lead follows, and decides nothing", () => {
  const room = new Room({ leads: false, languages: ["fr", "ar"] });
  room.told({ slide: 2, count: 4, language: "ar", turn: 1 });
  assert.deepEqual([room.slide, room.language], [2, "ar"]);
  for (const act of ["adopt", "word", "open", "challenge"]) assert.equal(room.press(act, on).do, "", act);
});

test("every screen shows the same, and none goes back behind a page it has just turned", () => {
  const room = leading();
  room.press("next");
  room.turning += 1;
  room.told({ slide: 0, count: 5, language: "ar", turn: 0 });
  assert.deepEqual([room.slide, room.language], [1, "fr"], "an answer of before the turn");
  room.turned(7);
  room.told({ slide: 0, count: 5, language: "ar", turn: 6 });
  assert.equal(room.slide, 1, "an older one that came late");
  room.told({ slide: 3, count: 5, language: "ar", turn: 8 });
  assert.deepEqual([room.slide, room.language], [3, "ar"], "the other screen turned on");
  room.told({ slide: 3, count: 2, language: "ar", turn: 8 });
  assert.equal(room.slide, 1, "a page that went is not shown");
});
