// node --test jalon/desk/tests/js/*.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";

import { KeyBuffer, digitsAgreeing, looksLikeMrz, mrzLines, undoFrench } from "../../static/desk/wedge.js";

const TD3 = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]; // ICAO Doc 9303-4, appendix B
const TD1 = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]; // 9303-5
const TD2 = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"]; // 9303-6

// What the keys of a US reader write on a French machine, place by place.
const AZERTY = { A: "Q", Q: "A", W: "Z", Z: "W", M: "?", "<": ".", 1: "&", 2: "é", 3: '"', 4: "'", 5: "(", 6: "-", 7: "è", 8: "_", 9: "ç", 0: "à" };
const mangle = (text) => [...text].map((sign) => AZERTY[sign] ?? sign).join("");

function place(sign) {
  if (sign === "<") return { code: "Comma", shiftKey: true };
  return /[0-9]/.test(sign) ? { code: `Digit${sign}`, shiftKey: false } : { code: `Key${sign}`, shiftKey: true };
}

/** A buffer, and a hand to type into it at `every` milliseconds; a line end is Enter. */
function reader({ every = 5, layout = (sign) => sign, codes = true } = {}) {
  let now = 1000;
  const buffer = new KeyBuffer({ clock: () => now });
  const states = [];
  const type = (text) => {
    for (const sign of text) {
      now += every;
      if (sign === "\n") states.push(buffer.enter() ? "line" : "enter");
      else states.push(buffer.press({ key: layout(sign), ...(codes ? place(sign) : {}) }));
    }
    return states;
  };
  return { buffer, states, type, wait: (milliseconds) => { now += milliseconds; } };
}

test("the formats are known by their size", () => {
  for (const lines of [TD1, TD2, TD3]) {
    assert.deepEqual(mrzLines(lines.join("\n")), lines);
    assert.deepEqual(mrzLines(lines.join("").toLowerCase()), lines, "no line ends, lower case");
    assert.equal(digitsAgreeing(lines.join("\n")), 3);
  }
});

test("other texts are not taken for documents", () => {
  for (const text of ["", "Bamako", "P<UTO", "PARIS TEXAS", TD3[0], `X${TD3.join("").slice(1)}`, `${TD3.join("")}<`]) assert.equal(looksLikeMrz(text), false, text);
});

test("one wrong digit is counted", () => {
  assert.equal(digitsAgreeing(TD3.join("\n").replace("7408122", "7408123")), 2);
});

test("a French layout is undone, with and without M, shift and line ends", () => {
  for (const lines of [TD1, TD2, TD3]) {
    const meant = lines.join("\n");
    assert.equal(undoFrench(mangle(meant)), meant);
    assert.equal(undoFrench(mangle(meant).toLowerCase().replaceAll("?", ",").replaceAll(".", ";")), meant, "shift lost");
  }
  assert.equal(undoFrench(mangle(TD3.join("\n")).replaceAll(".", "?")), TD3.join("\n").replaceAll(/(?<!<)<(?!<)|(?<!<)<<(?!<)/g, (run) => "M".repeat(run.length)), "only long runs of ? are filler");
});

test("an honest text is left alone", () => {
  for (const text of [TD3.join("\n"), "Née à Kayes, l'été - dit-on.", "Traoré"]) assert.equal(undoFrench(text), text);
});

test("a burst is recognised by its rhythm and read to its last line", () => {
  for (const lines of [TD1, TD2, TD3]) {
    const { buffer, type } = reader();
    const states = type(lines.join("\n"));
    assert.deepEqual(states.slice(0, 6), ["first", "maybe", "maybe", "maybe", "burst", "burst"]);
    assert.equal(buffer.complete(), true);
    assert.equal(buffer.take(), lines.join("\n"));
  }
});

test("the French machine: places are believed, and signs undone where there are none", () => {
  for (const codes of [true, false]) {
    const { buffer, type } = reader({ layout: (sign) => AZERTY[sign] ?? sign, codes });
    type(`${TD3.join("\n")}\n`);
    assert.equal(buffer.take(), TD3.join("\n"), codes ? "with places" : "without");
  }
});

test("a reader set for the French layout is believed as written", () => {
  const buffer = new KeyBuffer({ clock: () => 0 });
  const places = { A: "KeyQ", Q: "KeyA", Z: "KeyW", W: "KeyZ", M: "Semicolon", "<": "IntlBackslash" };
  for (const sign of TD3.join("\n")) {
    if (sign === "\n") buffer.enter();
    else buffer.press({ key: sign, code: places[sign] ?? (/[0-9]/.test(sign) ? `Digit${sign}` : `Key${sign}`), shiftKey: sign !== "<" });
  }
  assert.equal(buffer.take(), TD3.join("\n"));
});

test("a hand is never a reader", () => {
  for (const every of [90, 60, 40]) {
    const { buffer, type } = reader({ every });
    assert.ok(!type("PATIENCE DIARRA").includes("burst"), `${every} ms`);
    assert.equal(buffer.enter(), false);
    assert.equal(buffer.take(), "");
  }
});

test("fast fingers that do not write a document are left alone", () => {
  assert.ok(!reader().type("TRAORE").includes("burst"));
});

test("one late key is forgiven before, several after", () => {
  const { buffer, type, wait } = reader();
  type("P<U");
  wait(60);
  type("TO");
  assert.equal(buffer.recognised, true);
  wait(70);
  type(TD3[0].slice(5, 20));
  wait(70);
  type(TD3[0].slice(20));
  type("\n");
  wait(300);
  type(TD3[1]);
  assert.equal(buffer.take(), TD3.join("\n"));
});

test("Enter belongs to the burst, and for a moment after it, then to the officer", () => {
  const { buffer, states, type, wait } = reader();
  type(`${TD3.join("\n")}\n`);
  assert.equal(states.at(-1), "line");
  buffer.take();
  type("\n\n");
  assert.deepEqual(states.slice(-2), ["line", "line"], "a second line end of the same reader");
  wait(500);
  type("\n");
  assert.equal(states.at(-1), "enter", "the officer's");
});

test("an officer who goes on pressing Enter is heard once the pause after the burst is over", () => {
  const { buffer, states, type, wait } = reader();
  type(TD3.join("\n"));
  buffer.take();
  for (const _ of [1, 2, 3]) {
    wait(295); // and 5 of the key itself
    type("\n");
  }
  assert.deepEqual(states.slice(-3), ["line", "enter", "enter"], "at 300, 600 and 900 ms");
});

test("a bar code decides nothing by its Enter, and is known for what no document bears", () => {
  for (const text of ["%%%%%%%%%%%%", "3560070139675", "%B4970101234567890^"]) {
    const { buffer, states, type, wait } = reader();
    type(text);
    assert.equal(buffer.noisy(), true, text);
    type("\n\n");
    assert.deepEqual(states.slice(-2), ["line", "line"]);
    assert.equal(buffer.take(), "");
    wait(500);
    type("\n");
    assert.equal(states.at(-1), "enter");
  }
  assert.equal(reader().buffer.noisy(), false);
  const hand = reader({ every: 60 });
  hand.type("PATIENCE DIARRA");
  assert.equal(hand.buffer.noisy(), false);
});

test("a swipe cut short is given up after silence, and the next one is whole", () => {
  const { buffer, type, wait } = reader();
  type(TD3[0].slice(0, 20));
  assert.equal(buffer.complete(), false);
  wait(500);
  type(TD3.join("\n"));
  assert.equal(buffer.take(), TD3.join("\n"));
});
