// SPDX-License-Identifier: Apache-2.0
// The mail queue of the simulated dock and the server it talks to. A mail is created with the commit that wants it and
// leaves the queue only by the server's word or by expiry, which is itself told by a mail.

internal import RoostCore

/// What the way to the mail server is like.
struct MailWay: Sendable, Equatable {
    /// Nothing gets through.
    var isDown = false
    /// It comes and goes by the minute.
    var isFlapping = false
    /// How many times slower than it should be.
    var slowness = 1.0
    /// The server puts off, with this chance.
    var putsOff = 0.0
    /// The server refuses for ever, with this chance.
    var refuses = 0.0
    /// The connection is cut after the mail and before the reply, with this chance.
    var cutsReply = 0.0
}

/// The queue of one dock.
struct SimulatedMail: Sendable {
    /// One mail that waits.
    struct Mail: Sendable, Equatable {
        var number: Int
        /// When it was created.
        var created: Double
        /// The day of a digest.
        var day: String?
        /// Whether it tells of a mail that expired.
        var isAboutExpiry = false
        /// How often the server took it, and how often its word of that was lost.
        var taken = 0, lost = 0
    }

    /// Seconds after which a mail that nobody took is given up: five days.
    static let lifetime = 432_000.0

    private(set) var created = 0, sent = 0, failed = 0
    private(set) var queue: [Mail] = []
    private(set) var lastDigestSent = ""
    /// Mails that the server took twice although its word was heard.
    private(set) var doubled = 0
    /// No try before this second.
    private var nextTry = 0.0
    private var failures = 0

    /// The queue as its store counts it.
    var facts: OutboxFacts {
        OutboxFacts(
            created: created, queued: queue.count, sent: sent, failed: failed, lastDigestSent: lastDigestSent)
    }

    /// Creates a mail, in the commit of the decision that wants it.
    mutating func create(at seconds: Double, day: String? = nil, isAboutExpiry: Bool = false) {
        created += 1
        queue.append(Mail(number: created, created: seconds, day: day, isAboutExpiry: isAboutExpiry))
    }

    /// Lets the mailer work up to `seconds`, `span` seconds after it last did.
    mutating func work(to seconds: Double, span: Double, way: MailWay, _ random: inout SplitMix) {
        guard !queue.isEmpty else { return }
        expire(at: seconds)
        guard seconds >= nextTry, !way.isDown, !way.isFlapping || random.below(2) == 0 else { return }
        let most = max(1, Int(min(span / (2 * way.slowness), 200)))
        for _ in 0..<most where !queue.isEmpty {
            if random.uniform() < way.putsOff { return putOff(at: seconds) }
            if random.uniform() < way.refuses {
                queue.removeFirst()
                failed += 1
                continue
            }
            queue[0].taken += 1
            if random.uniform() < way.cutsReply {
                queue[0].lost += 1
                return putOff(at: seconds)
            }
            let mail = queue.removeFirst()
            sent += 1
            failures = 0
            if mail.taken > mail.lost + 1 { doubled += 1 }
            if let day = mail.day, day > lastDigestSent { lastDigestSent = day }
        }
    }

    private mutating func putOff(at seconds: Double) {
        failures = min(failures + 1, 10)
        nextTry = seconds + min(30 * Double(1 << failures), 3_600)
    }

    private mutating func expire(at seconds: Double) {
        while let first = queue.first, seconds - first.created > Self.lifetime {
            queue.removeFirst()
            failed += 1
            if !first.isAboutExpiry { create(at: seconds, isAboutExpiry: true) }
        }
    }
}
