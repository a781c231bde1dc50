// Where in the texts the problems are. They are found in a text that goes on being typed: places move along with it, and
// a repair of something that was touched since is none any more.

/** @typedef {import("../types.js").LabProblem} LabProblem */
/** @typedef {import("../types.js").Position} Position */
/** @typedef {{problem: LabProblem, from: number, to: number, edits: {from: number, to: number, insert: string}[] | null}} Mark */

/** @param {string} text */
function offsets(text) {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  /** @param {Position} position */
  return ({ line, column }) => {
    const index = Math.min(Math.max(1, line), starts.length) - 1;
    const end = index + 1 < starts.length ? starts[index + 1] - 1 : text.length;
    return Math.min(starts[index] + column, end);
  };
}

export class Marks {
  constructor() {
    /** @type {Mark[]} in the order of the problems */
    this.all = [];
  }

  /** @param {LabProblem[]} problems @param {{name: string, text: string}[]} files the texts that they were found in */
  show(problems, files) {
    const counts = new Map(files.map(({ name, text }) => [name, offsets(text)]));
    this.all = problems.flatMap((problem) => {
      const offset = counts.get(problem.file);
      if (!offset) return [];
      const from = offset(problem.from);
      const edits = problem.repair?.edits.map((edit) => ({ from: offset(edit.from), to: offset(edit.to), insert: edit.text })) ?? null;
      return [{ problem, from, to: Math.max(from, offset(problem.to)), edits }];
    });
  }

  /** @param {string} file */
  of(file) {
    return this.all.filter(({ problem }) => problem.file === file);
  }

  /** @param {LabProblem} problem @returns {Mark | undefined} */
  find(problem) {
    return this.all.find((mark) => mark.problem === problem);
  }

  /** The text of a file changed. @param {string} file @param {any} changes CodeMirror's ChangeSet */
  moved(file, changes) {
    for (const mark of this.of(file)) {
      const touched = mark.edits?.some(({ from, to }) => changes.touchesRange(from, to));
      mark.edits = touched ? null : (mark.edits?.map(({ from, to, insert }) => ({ from: changes.mapPos(from), to: changes.mapPos(to), insert })) ?? null);
      mark.from = changes.mapPos(mark.from, 1);
      mark.to = Math.max(mark.from, changes.mapPos(mark.to, -1));
    }
  }
}
