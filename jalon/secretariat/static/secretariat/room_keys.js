// The keys of the meeting room, without the page: a key becomes a command, a command a new state. Tested with node.

const LETTERS = { a: "adopt", n: "not_adopt", e: "word", j: "judge", t: "extend", c: "challenge", o: "open", l: "language", f: "whole" };
const DECIDES = new Set(["adopt", "not_adopt", "word", "judge", "extend", "challenge", "open"]);
const CONFIRMED = new Set(["adopt", "not_adopt", "open"]); // by one more key; the others by the form they open
const ABOUT_ONE = new Set(["adopt", "not_adopt", "word", "judge", "extend"]);

/** What a key asks for, or "". A letter is what stands on the key; on a keyboard of another script, where it lies. */
export function command({ key, code = "", ctrlKey = false, altKey = false, metaKey = false }, rightToLeft = false) {
  if (ctrlKey || altKey || metaKey) return "";
  switch (key) {
    case "ArrowRight": return rightToLeft ? "before" : "next";
    case "ArrowLeft": return rightToLeft ? "next" : "before";
    case "PageDown": case " ": return "next"; // as the hand-held ones send
    case "PageUp": return "before";
    case "ArrowDown": return "down";
    case "ArrowUp": return "up";
    case "Home": return "first";
    case "End": return "last";
    case "Enter": return "confirm";
    case "Escape": return "back";
    case "?": case "؟": return "keys";
  }
  if (key.length === 1) {
    const latin = /^[a-z]$/i.test(key) ? key.toLowerCase() : /^\p{L}$/u.test(key) && !/\p{Script=Latin}/u.test(key) ? code.replace(/^Key/, "").toLowerCase() : "";
    return LETTERS[latin] ?? "";
  }
  return "";
}

/** One screen of the room. `leads`: it may decide. What it asks the page to do is returned by `press`. */
export class Room {
  constructor({ leads = false, languages = ["fr"] } = {}) {
    this.leads = leads;
    this.languages = languages;
    this.language = languages[0];
    this.slide = 0;
    this.count = 1;
    this.armed = ""; // a decision that waits for one more key
    this.busy = false; // an entry is on its way: nothing else is decided
    this.turn = 0; // the program counts each turning of a page
    this.turning = 0; // those of this screen that it has not counted yet
  }

  /** What the program says is shown: every screen follows, except behind a page that it has just turned itself. */
  told({ slide, count, language, turn }) {
    this.count = Math.max(1, count);
    if (!this.turning && turn >= this.turn) {
      this.slide = slide;
      this.turn = turn;
      if (this.languages.includes(language)) this.language = language;
    }
    this.slide = Math.min(Math.max(0, this.slide), this.count - 1);
  }

  /** The program counted a page that this screen turned, or did not answer (`turn` is then left out). */
  turned(turn) {
    this.turning = Math.max(0, this.turning - 1);
    if (turn) this.turn = Math.max(this.turn, turn);
  }

  /** {do, …}: "show" another page or language, "scroll", "ask" one more key, "decide", "form", "keys", "whole", "refuse", "close" or "". */
  press(asked, { scrolls = 0, onRecommendation = false } = {}) {
    if (this.armed) {
      const act = this.armed;
      this.armed = "";
      return asked === "confirm" ? { do: "decide", act } : { do: "close" };
    }
    if ((asked === "down" && scrolls > 0) || (asked === "up" && scrolls < 0)) return { do: "scroll", by: asked === "down" ? 1 : -1 };
    const to = { next: this.slide + 1, down: this.slide + 1, before: this.slide - 1, up: this.slide - 1, first: 0, last: this.count - 1 }[asked];
    if (to !== undefined) {
      if (to < 0 || to >= this.count || to === this.slide) return { do: "" };
      this.slide = to;
      return { do: "show" };
    }
    if (asked === "language") {
      if (this.languages.length < 2) return { do: "" };
      this.language = this.languages[(this.languages.indexOf(this.language) + 1) % this.languages.length];
      return { do: "show" };
    }
    if (asked === "keys" || asked === "whole") return { do: asked };
    if (asked === "back") return { do: "close" };
    if (!DECIDES.has(asked) || !this.leads || this.busy) return { do: "" };
    if (ABOUT_ONE.has(asked) && !onRecommendation) return { do: "refuse" };
    if (CONFIRMED.has(asked)) {
      this.armed = asked;
      return { do: "ask", act: asked };
    }
    return { do: "form", act: asked };
  }
}
