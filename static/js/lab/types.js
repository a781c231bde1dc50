// The shapes of what the server sends (ARCHITECTURE.md, "The contract with the browser"), for checkers and readers.

/** @typedef {"nodePort" | "port" | "targetPort"} Role */
/** @typedef {{address: string, port: number | null, role: string | null}} Address */
/** @typedef {{service: string, port: string, field: string, endpoint: string | null}} Origin */
/** @typedef {{table: string, chain: string, position: number, text: string, origin: Origin | null}} Rule */

/**
 * @typedef {object} Hop one step of one packet
 * @property {"request" | "reply" | "error"} leg
 * @property {string} place client, router, balancer, a node's name, or namespace/pod
 * @property {string} stage
 * @property {string} event
 * @property {string} text the event in words, in the page's language
 * @property {{src: Address, dst: Address}} before
 * @property {{src: Address, dst: Address}} after
 * @property {Rule[]} rules
 * @property {{index: number, of: number, probability: number} | null} choice
 * @property {{state: string, original: {src: string, dst: string}, reply: {src: string, dst: string}} | null} conntrack
 */

/** @typedef {{kind: string, code: string, place: string, object?: {kind: string, namespace: string, name: string} | null, field?: string | null, why: string}} Ending */
/** @typedef {{id: number, probability: number, ending: Ending, hops: Hop[], idea?: {role: string | null, address: string, port: number, name: string}[]}} Branch */
/** @typedef {{kind: string, code: string, pod: string | null, source: string | null, destination: string | null, probability: number, branches: number[]}} Outcome */
/** @typedef {{version: number, proxyMode: string, request: {from: string, to: Address, protocol: string, via?: string | null, http?: import("./request_http.js").Http}, branches: Branch[], outcomes: Outcome[]}} Trace */

/** @typedef {{protocol: string, port: number, service: string, portName: string}} OpenPort */
/** @typedef {{name: string, address: string, up: boolean, ready: boolean, kubeProxy: {running: boolean, stale: boolean}, openPorts: OpenPort[]}} Node_ */
/** @typedef {{namespace: string, name: string, owner?: string | null, node: string | null, address: string | null, labels?: Record<string, string>, phase: string, status: string, ready: boolean, terminating: boolean, image: string, ports: {name: string, containerPort: number, protocol: string}[], listening: {port: number, protocol: string, address: string}[]}} Pod */
/** @typedef {{name: string, protocol: string, port: number, targetPort: number | string, nodePort: number | null}} ServicePort */
/** @typedef {{portName: string, address: string, port: number, pod: string | null, node: string | null, ready: boolean, serving: boolean, terminating: boolean}} Endpoint */
/** @typedef {{namespace: string, name: string, type: string, clusterIP: string | null, externalName: string | null, externalIPs?: string[], selector?: Record<string, string>, loadBalancer: {addresses: string[], pending: boolean}, ports: ServicePort[], endpoints: Endpoint[]}} Service */

/**
 * @typedef {object} Snapshot
 * @property {number} version
 * @property {number} time
 * @property {string} proxyMode
 * @property {{nodePortRange: [number, number]}} settings
 * @property {{namespace: string, name: string}[]} deployments
 * @property {{firewall: {source: string, action: string}[], podNetwork: boolean}} surroundings
 * @property {{name: string, address: string}} client
 * @property {Node_[]} nodes
 * @property {Pod[]} pods
 * @property {Service[]} services
 * @property {{namespace: string, name: string, addresses: string[], rules: {host: string, path: string, service: string | null}[]}[]} ingresses
 * @property {{name: string, label: string, address: string}[]} from
 * @property {{address: string, port: number, protocol: string, role: Role, node?: string, service?: string, pod?: string}[]} to
 */

/** @typedef {{name: string, text: string}} File_ */
/** @typedef {{workspace: string, revision: number, begins: number, files: File_[], snapshot: Snapshot, log: {number: number, type: string, label: string}[], ahead: {number: number, type: string, label: string}[], faults: {kind: string, label: string, repair: {label: string, action: object}}[]}} State */
/** @typedef {{line: number, column: number}} Position lines from 1, columns from 0 in UTF-16 units */
/** @typedef {{from: Position, to: Position, text: string}} Edit */
/** @typedef {{file: string, from: Position, to: Position, kind: string, severity: "error" | "warning" | "info", message: string, explanation: string, repair: {label: string, edits: Edit[]} | null}} LabProblem */
/** @typedef {{exit: number, stdout: string, stderr: string}} Printed */

export {};
