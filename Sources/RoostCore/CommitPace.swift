// SPDX-License-Identifier: Apache-2.0
// How long the state may go uncommitted when nothing is decided. A decision is committed at once, whatever this says;
// it only bounds how many minutes of counters and readings a kill may cost, and how much a resting dock writes.

/// Longest dock time between two commits.
public enum CommitPace {
    /// While a mission is in hand, something moves or charges, or a person has hands in the box.
    public static let busy = Duration.seconds(60)
    /// While the dock rests: 288 commits a day, which a flash card bears for decades.
    public static let resting = Duration.seconds(300)
}

extension DockState {
    /// Whether nothing moves, flies, charges or waits for an answer: only readings come in.
    public var isResting: Bool {
        switch phase {
        case .idle, .fault:
            run == nil && waiting.isEmpty && travel == nil && rods == nil && charge == nil && pendingWrites.isEmpty
                && stopAgain == nil && rodsStopAgain == nil
        case .starting, .gating, .preparing, .opening, .launching, .flying, .returning, .landing, .securing, .closing,
            .charging, .offloading, .reporting, .hold, .recover, .diverting, .lost, .diverted, .service:
            false
        }
    }

    /// Longest dock time from one commit of this state to the next.
    public var longestUncommitted: Duration { isResting ? CommitPace.resting : CommitPace.busy }
}
