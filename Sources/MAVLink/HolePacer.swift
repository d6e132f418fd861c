// SPDX-License-Identifier: Apache-2.0
// When the next small request of a transfer may go out: requests follow each other at the pace at which the vehicle
// answers, not one a round trip, so that a link with a long delay stays full. It knows nothing of logs or files.

import DockModel

/// Paces requests for holes and says which were not answered in time.
struct HolePacer: Sendable {
    private struct Asked {
        var range: Range<Int>
        var sent: Instant
    }

    /// Longest time between two requests.
    private static let longestSpacing = Duration.seconds(2)
    /// Requests that wait for an answer at most.
    private static let mostWaiting = 512
    /// Requests after which the pace is judged.
    private static let judged = 16

    /// Time between two requests.
    private(set) var spacing: Duration
    /// The least answer time that is waited for.
    let leastPatience: Duration
    /// When the next request may go out.
    private(set) var next = Instant(nanoseconds: 0)

    /// The time from one streamed piece to the next, and whether it is known.
    private(set) var pace = Duration.milliseconds(20)
    private(set) var hasPace = false

    private var waiting: [Asked] = []
    private var answered = 0
    private var unanswered = 0
    private var leastSpacing: Duration
    private var smoothedAnswer: Duration?
    private var variation = Duration.zero

    init(spacing: Duration = .milliseconds(20), leastPatience: Duration) {
        self.spacing = spacing
        leastSpacing = spacing
        self.leastPatience = leastPatience
    }

    /// How long an answer may take: its usual time and four times its variation.
    var patience: Duration {
        guard let smoothedAnswer else { return max(leastPatience, .milliseconds(1_500)) }
        return max(leastPatience, smoothedAnswer + variation * 4 + spacing)
    }

    /// The usual time from a request to its answer; nil before the first.
    var answerTime: Duration? { smoothedAnswer }

    /// Learns the time from a request to its answer.
    mutating func learn(answer: Duration) {
        guard let old = smoothedAnswer else {
            (smoothedAnswer, variation) = (answer, answer / 4)
            return
        }
        let error = answer - old
        smoothedAnswer = old + error / 8
        variation = variation + ((error < .zero ? .zero - error : error) - variation) / 4
    }

    /// Learns how fast the vehicle sends: requests need not follow each other faster, and a quarter slower none of
    /// them meets the answer to the one before.
    mutating func learn(pace: Duration) {
        self.pace = max(pace, .microseconds(1))
        hasPace = true
        leastSpacing = min(max(pace * 5 / 4, .microseconds(200)), Self.longestSpacing)
        spacing = leastSpacing
    }

    /// Whether a request may go out now.
    func mayAsk(at now: Instant) -> Bool { next <= now && waiting.count < Self.mostWaiting }

    /// Whether a byte is being waited for.
    func isWaiting(for position: Int) -> Bool { waiting.contains { $0.range.contains(position) } }

    /// Whether anything is being waited for.
    var isWaiting: Bool { !waiting.isEmpty }

    /// Notes a request.
    /// - Parameter load: how many pieces answer it.
    mutating func asked(_ range: Range<Int>, load: Int, at now: Instant) {
        waiting.append(Asked(range: range, sent: now))
        // A late tick may send what was due, but never a whole second's requests at once.
        next = max(next, now + .milliseconds(-100)) + spacing * max(load, 1)
    }

    /// Notes a piece that came; it answers the request it lies in, as a whole when it is all that will come.
    /// - Returns: whether it was asked for here.
    @discardableResult
    mutating func came(_ range: Range<Int>, isAll: Bool = false, at now: Instant) -> Bool {
        guard let index = waiting.firstIndex(where: { $0.range.overlaps(range) }) else { return false }
        let asked = waiting[index]
        learn(answer: asked.sent.duration(to: now))
        if isAll || range.upperBound >= asked.range.upperBound {
            waiting.remove(at: index)
            answered += 1
            judge()
        } else {
            waiting[index].range = max(asked.range.lowerBound, range.upperBound)..<asked.range.upperBound
            waiting[index].sent = now
        }
        return true
    }

    /// Forgets the requests that were not answered in time.
    mutating func expire(at now: Instant) {
        let before = waiting.count, limit = patience
        waiting.removeAll { $0.sent + limit <= now }
        unanswered += before - waiting.count
        if before != waiting.count { judge() }
    }

    /// The next piece that is missing below `size` and that nobody waits for, in turn from `cursor` on and at most
    /// `longest` long; the cursor moves behind it.
    func nextHole(
        in held: ByteRanges, below size: Int, longest: Int = .max, from cursor: inout Int
    ) -> Range<Int>? {
        let start = cursor
        var from = cursor
        var hasWrapped = false
        while true {
            guard let gap = held.gap(from: from, below: size) else {
                guard !hasWrapped else { return nil }
                hasWrapped = true
                from = 0
                continue
            }
            if hasWrapped, gap.lowerBound >= start { return nil }
            let piece = gap.lowerBound..<gap.lowerBound + min(gap.count, longest)
            from = piece.upperBound
            guard isWaiting(for: piece.lowerBound) else {
                cursor = from
                return piece
            }
        }
    }

    /// Forgets everything that is waited for.
    mutating func forget() { waiting.removeAll() }

    /// When the next request may go out or the next answer is overdue.
    func deadline(wantsToAsk: Bool) -> Instant? {
        let overdue = waiting.map { $0.sent + patience }.min()
        guard wantsToAsk, waiting.count < Self.mostWaiting else { return overdue }
        return overdue.map { min($0, next) } ?? next
    }

    /// Slows down when a quarter of the requests is lost: the vehicle drops those that come too fast.
    private mutating func judge() {
        guard answered + unanswered >= Self.judged else { return }
        if unanswered * 4 > answered + unanswered {
            spacing = min(max(spacing * 3 / 2, .milliseconds(1)), Self.longestSpacing)
        } else if unanswered * 10 <= answered + unanswered {
            spacing = max(leastSpacing, spacing * 3 / 4)
        }
        (answered, unanswered) = (0, 0)
    }
}
