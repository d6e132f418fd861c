// SPDX-License-Identifier: Apache-2.0
// `roost outbox list`, `show`, `stats`, `retry` and `drop`: a person looks after the queue. None of them
// sends, and none removes the trace of a mail.

import ArgumentParser
import DockModel
import Foundation
import Host
import RoostDaemon
import Store

/// Lists mails.
struct OutboxList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List mails, newest first.",
        discussion: """
            Columns: number, state, priority, deferred attempts, time taken, recipient, subject, [reply], (why it
            waits): held by a person or quiet hours, budget of the link's day, or for another link.

            Example:
              roost outbox list --state dead
            """)

    @OptionGroup var queue: OutboxQueueOption
    @Option(help: "Only mails in this state: queued, leased, sent or dead.")
    var state: String?
    @Option(help: "At most this many.")
    var limit = 1_000
    @Flag(help: "Also dead letters that were put away with drop.")
    var all = false
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        if let state, MailState(rawValue: state) == nil {
            throw ValidationError("--state \"\(state)\" is none of queued, leased, sent, dead")
        }
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be 1 to 10000") }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let outbox = Outbox(try queue.open(check: .asRead))
        let wanted = state.flatMap { MailState(rawValue: $0) }
        let mails = try CommandExit.giving { () throws(StoreError) in
            try outbox.list(state: wanted, includeDismissed: all || wanted == nil, limit: limit)
        }
        let link = try OutboxLinkView.load(outbox)
        let reasons = try CommandExit.giving { () throws(StoreError) in
            try outbox.waitReasons(
                over: link?.status.terms, today: link?.status.today, now: OutboxTime.now,
                in: (mails.last?.id ?? 0)...(mails.first?.id ?? 0))
        }
        let views = mails.map { mail in
            var view = OutboxMailView(mail)
            view.waitsFor = reasons[mail.id]?.rawValue
            return view
        }
        if json { return try CommandOutput.sayJSON(views) }
        try CommandOutput.say(views.isEmpty ? "no mails\n" : views.map { $0.line + "\n" }.joined())
    }
}

/// Shows one mail.
struct OutboxShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all that is known of one mail.",
        discussion: """
            Example:
              roost outbox show 17
            """)

    @OptionGroup var queue: OutboxQueueOption
    @Argument(help: "Number of the mail.")
    var id: Int64
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        CommandOutput.surviveSignals()
        let outbox = Outbox(try queue.open(check: .asRead))
        guard let details = try CommandExit.giving({ () throws(StoreError) in try outbox.mail(id: id) }) else {
            CommandOutput.complain("there is no mail \(id); see: roost outbox list")
            throw CommandExit.finding
        }
        let view = OutboxDetailView(details)
        if json { return try CommandOutput.sayJSON(view) }
        try CommandOutput.say(view.page)
    }
}

/// The queue in numbers.
struct OutboxStatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show the queue in numbers.",
        discussion: """
            queued + sent + dead is always the number of mails ever taken; anything else is a defect and ends
            with exit code 1.

            Example:
              roost outbox stats --json
            """)

    @OptionGroup var queue: OutboxQueueOption
    @Flag(help: "Print one JSON document.")
    var json = false

    /// The document of `--json`.
    private struct View: Encodable {
        var created: Int
        var queued: Int
        var leased: Int
        var deferred: Int
        var held: Int
        var waitForBudget: Int
        var waitForLink: Int
        var sent: Int
        var dead: Int
        var openDeadLetters: Int
        var waitingOctets: Int
        var oldestWaiting: String?
        var conserved: Bool
        var link: OutboxLinkView?
        var days: [LinkUse]
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let outbox = Outbox(try queue.open(check: .asRead))
        let now = OutboxTime.now
        let stats = try CommandExit.giving { () throws(StoreError) in try outbox.stats(now: now) }
        let link = try OutboxLinkView.load(outbox)
        let (reasons, days) = try CommandExit.giving { () throws(StoreError) in
            (
                try outbox.waitReasons(over: link?.status.terms, today: link?.status.today, now: now),
                try outbox.linkUse()
            )
        }
        let forBudget = reasons.values.count { $0 == .budget }, forLink = reasons.values.count { $0 == .link }
        if json {
            try CommandOutput.sayJSON(
                View(
                    created: stats.created, queued: stats.queued, leased: stats.leased,
                    deferred: stats.deferred, held: stats.held, waitForBudget: forBudget, waitForLink: forLink,
                    sent: stats.sent, dead: stats.dead, openDeadLetters: stats.openDeadLetters,
                    waitingOctets: stats.waitingOctets,
                    oldestWaiting: stats.oldestWaiting.map(OutboxTime.text),
                    conserved: stats.isConserved, link: link, days: days))
        } else {
            try CommandOutput.say(
                """
                created   \(stats.created)
                queued    \(stats.queued) (\(stats.waitingOctets) octets), \(stats.leased) being sent, \
                \(stats.deferred) deferred, \(stats.held) held, \(forBudget) wait for the budget, \
                \(forLink) for another link
                sent      \(stats.sent)
                dead      \(stats.dead), \(stats.openDeadLetters) not put away
                oldest    \(stats.oldestWaiting.map(OutboxTime.text) ?? "-")
                link      \(link.map { CommandOutput.printable($0.text) } ?? "-")

                """)
        }
        guard stats.isConserved else {
            CommandOutput.complain(
                "queued + sent + dead is not created: a defect of the queue; keep the file, report it")
            throw CommandExit.finding
        }
    }
}

/// Sends a mail again.
struct OutboxRetry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Make a deferred mail due now, or queue a dead letter again.",
        discussion: """
            Only recipients that have not accepted the mail are asked again.

            Example:
              roost outbox retry 17
            """)

    @OptionGroup var mail: OutboxMailOption

    func run() throws {
        try mail.change(done: "queued") { outbox, id throws(StoreError) in try outbox.retry(id: id) }
    }
}

/// Gives a mail up.
struct OutboxDrop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Give a waiting mail up, or put a dead letter away.",
        discussion: """
            The mail stays in the books as a dead letter; `retry` brings it back.

            Example:
              roost outbox drop 17
            """)

    @OptionGroup var mail: OutboxMailOption

    func run() throws {
        let now = SystemClock(trust: .set).now().wall
        try mail.change(done: "dropped") { outbox, id throws(StoreError) in try outbox.drop(id: id, now: now) }
    }
}

/// One mail that a verb changes, and how its answer is told.
struct OutboxMailOption: ParsableArguments {
    @OptionGroup var queue: OutboxQueueOption
    @Argument(help: "Number of the mail.")
    var id: Int64
    @Flag(help: "Print one JSON document.")
    var json = false

    /// Changes the mail and tells what came of it.
    func change(done: String, _ act: (Outbox, Int64) throws(StoreError) -> OperatorAnswer) throws {
        CommandOutput.surviveSignals()
        let outbox = Outbox(try queue.open())
        let answer = try CommandExit.giving { () throws(StoreError) in try act(outbox, id) }
        try answer.report(id: id, done: done, json: json)
    }
}

extension OperatorAnswer {
    private struct View: Encodable {
        var id: Int64
        var result: String
        var error: String?
    }

    /// Prints the answer; a refusal ends the command with exit code 1.
    func report(id: Int64, done: String, json: Bool) throws {
        let reason: String
        switch self {
        case .done:
            return json
                ? try CommandOutput.sayJSON(View(id: id, result: done))
                : try CommandOutput.say("\(done) \(id)\n")
        case .noSuchMail: reason = "there is no mail \(id); see: roost outbox list"
        case .notPossible(let why): reason = why
        }
        if json { try CommandOutput.sayJSON(View(id: id, result: "refused", error: reason)) }
        CommandOutput.complain(reason)
        throw CommandExit.finding
    }
}

extension CommandExit {
    /// Runs a call of the store; its failure ends the command with a reason and an exit code.
    static func giving<Value>(_ call: () throws(StoreError) -> Value) throws -> Value {
        do {
            return try call()
        } catch {
            throw fail(error)
        }
    }
}
