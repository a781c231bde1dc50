// What the lab's editor takes from CodeMirror 6; everything else is shaken off by the bundler.
export { EditorState, Compartment, StateEffect, StateField, RangeSetBuilder, Prec, Annotation } from "@codemirror/state";
export {
  EditorView, Decoration, ViewPlugin, WidgetType, keymap, lineNumbers, drawSelection, highlightSpecialChars, hoverTooltip,
  closeHoverTooltips, placeholder, showTooltip, tooltips,
} from "@codemirror/view";
export { history, historyKeymap, defaultKeymap, insertNewlineKeepIndent, indentMore, indentLess } from "@codemirror/commands";
export { HighlightStyle, syntaxHighlighting, indentUnit, bracketMatching } from "@codemirror/language";
export { setDiagnostics, lintGutter, forEachDiagnostic, nextDiagnostic, previousDiagnostic } from "@codemirror/lint";
export {
  autocompletion, completionStatus, pickedCompletion, startCompletion,
} from "@codemirror/autocomplete";
export { yaml } from "@codemirror/lang-yaml";
export { tags } from "@lezer/highlight";
