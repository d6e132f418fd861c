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
}
