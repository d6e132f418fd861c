// SPDX-License-Identifier: Apache-2.0
// What the console asks of the dock. Every question is read-only: nothing that a browser sends can reach
// the core through this protocol, and it must never gain an order in this first version.

/// The dock as the console sees it. Answers are snapshots; each call should return within a fraction of a
/// second.
public protocol ConsoleModel: Sendable {
    /// The state of the dock now.
    func overview() async -> OverviewPage
    /// The delivered mails, newest first.
    func mailbox() async -> [MailboxEntry]
    /// One delivered mail, or nil when there is none of this name.
    /// - Parameter id: already checked by `ConsoleRoute.isMailID`: no path separator, no leading dot.
    func mail(_ id: String) async -> MailView?
    /// The exact bytes of one delivered mail, or nil when there is none of this name.
    /// - Parameter id: already checked like that of `mail(_:)`.
    func rawMail(_ id: String) async -> [UInt8]?
    /// The outgoing mail queue.
    func outbox() async -> OutboxPage
    /// The checks behind `/healthz`.
    func health() async -> HealthPage
    /// Every device and every point of the field bus.
    func hardware() async -> HardwarePage
    /// What is left of each part.
    func wear() async -> WearPage
    /// One part with its journal; nil when there is none of that id.
    /// - Parameter part: already checked like the id of `mail(_:)`.
    func wear(of part: String) async -> WearPartPage?
    /// The chart of a part's measures as SVG; nil when there is none.
    /// - Parameter part: already checked like the id of `mail(_:)`.
    func wearChart(of part: String) async -> [UInt8]?
    /// The runs to come and a page of past ones, counted from 1.
    func missions(page: Int) async -> MissionsPage
    /// What the launch gates would answer now.
    func readiness() async -> ReadinessFact
    /// The runs of the next year as an iCalendar file.
    func calendar() async -> String
    /// Plan, fence and path of the flight that goes on, or of the last one.
    func flight() async -> FlightPage
    /// Open incidents and a page of all, counted from 1.
    func incidents(page: Int) async -> IncidentsPage
    /// One incident with its timeline; nil when there is none of that id.
    /// - Parameter id: already checked like that of `mail(_:)`.
    func incident(_ id: String) async -> IncidentPage?
    /// A page of what was not mailed one by one, counted from 1.
    func heldBack(page: Int) async -> HeldPage
    /// The process, its storage, its clock and its links.
    func system() async -> SystemPage
}
