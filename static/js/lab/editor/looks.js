// How the editor looks: colours from the page's tokens, which reach into its shadow root as custom properties.
import { EditorView, HighlightStyle, syntaxHighlighting, tags } from "../../../vendor/codemirror.js";

const frame = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.65", overflow: "auto" },
  ".cm-content": { padding: "0.6rem 0 4rem", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 1rem 0 0.5rem" },
  ".cm-gutters": { backgroundColor: "transparent", border: "none", color: "var(--faint)", paddingLeft: "0.5rem" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "var(--accent-soft)" },
  ".cm-matchingBracket": { outline: "1px solid var(--line-strong)", backgroundColor: "transparent !important" },
  ".cm-specialChar": { color: "var(--bad)", outline: "1px dashed var(--bad)", borderRadius: "2px" },

  ".cm-port": { color: "var(--role)", fontWeight: "650", borderRadius: "3px" },
  ".cm-port[data-role=nodePort]": { "--role": "var(--nodeport)", "--role-soft": "var(--nodeport-soft)" },
  ".cm-port[data-role=port]": { "--role": "var(--port)", "--role-soft": "var(--port-soft)" },
  ".cm-port[data-role=targetPort]": { "--role": "var(--targetport)", "--role-soft": "var(--targetport-soft)" },
  ".cm-port *": { color: "inherit" },
  ".cm-port.lit": { backgroundColor: "var(--role-soft)", boxShadow: "inset 0 -2px var(--role)" },
  ".cm-mark": {
    display: "inline-grid", placeItems: "center", width: "1.25rem", height: "1.1rem", marginLeft: "0.6rem", verticalAlign: "-0.18em",
    font: "700 0.6875rem/1 var(--sans)", color: "var(--on-port)", backgroundColor: "var(--role)", userSelect: "none",
  },
  ".cm-mark[data-role=nodePort]": { "--role": "var(--nodeport)", clipPath: "polygon(25% 4%, 75% 4%, 100% 50%, 75% 96%, 25% 96%, 0 50%)" },
  ".cm-mark[data-role=port]": { "--role": "var(--port)", width: "1.1rem", borderRadius: "50%" },
  ".cm-mark[data-role=targetPort]": { "--role": "var(--targetport)", width: "1.05rem", height: "1.05rem", borderRadius: "2px" },

  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad) 1.5px", textUnderlineOffset: "3px", backgroundColor: "var(--bad-soft)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warn) 1.5px", textUnderlineOffset: "3px" },
  ".cm-lintPoint:after": { borderBottomColor: "var(--bad)" },
  ".cm-gutter-lint": { width: "1rem" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0.35em 0 0 0.1em" },
  ".cm-lint-marker": { width: "0.65rem", height: "0.65rem", borderRadius: "50%", content: "''", backgroundColor: "var(--bad)" },
  ".cm-lint-marker-warning": { backgroundColor: "var(--warn)", borderRadius: "2px" },
  ".cm-lint-marker-info": { backgroundColor: "var(--accent)" },
  ".cm-tooltip": { border: "1px solid var(--line)", borderRadius: "10px", backgroundColor: "var(--raised)", color: "var(--ink)", boxShadow: "var(--shadow-2)", maxWidth: "min(30rem, 90vw)", overflow: "hidden", zIndex: "9" },
  ".cm-diagnostic": { padding: "0.6rem 0.8rem", borderLeft: "3px solid var(--bad)", fontFamily: "var(--sans)", fontSize: "0.8125rem", lineHeight: "1.5" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-diagnostic .said": { display: "block", fontFamily: "var(--mono)", fontSize: "0.75rem", color: "var(--bad)", overflowWrap: "anywhere" },
  ".cm-diagnostic .explained": { display: "block", marginTop: "0.35rem" },
  ".cm-diagnosticAction": { display: "block", margin: "0.5rem 0 0", padding: "0.3rem 0.75rem", border: "0", borderRadius: "6px", backgroundColor: "var(--accent)", color: "var(--on-accent)", font: "600 0.75rem var(--sans)", cursor: "pointer" },
});

const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.comment, color: "var(--faint)" },
    { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--muted)" },
    { tag: [tags.string, tags.content, tags.number, tags.bool, tags.null], color: "var(--ink)" },
    { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--faint)" },
    { tag: [tags.meta, tags.keyword, tags.typeName, tags.labelName], color: "var(--accent)" },
  ]),
);

export const looks = [frame, colours];
