// SPDX-License-Identifier: Apache-2.0
// The last episodes of a signal, each as its size in every view and its time of day. A new one that earlier ones
// exceeded is no news, least of all at the same time of day: what happens every day stops being told.

import DockModel

/// When an episode began, in quarters of an hour, counted around 65 536 (682 days).
struct EpisodeTime: Sendable, Equatable {
    /// Quarters of a day.
    static let day = 96
    /// Quarters by which two episodes may differ and still count as of the same time of day.
    static let reach = 3

    var quarter: UInt16

    init(quarter: UInt16) { self.quarter = quarter }

    init(_ time: WallTime) {
        let length: Int64 = 900_000
        let start = time.milliseconds / length - (time.milliseconds % length < 0 ? 1 : 0)
        quarter = UInt16(truncatingIfNeeded: start)
    }

    /// Whether this is about the same time of a later day than `earlier`.
    func recurs(_ earlier: EpisodeTime) -> Bool {
        let apart = Int(quarter &- earlier.quarter)
        let rest = apart % Self.day
        return apart >= Self.day / 2 && min(rest, Self.day - rest) <= Self.reach
    }
}

/// The last episodes.
struct EpisodeMemory: Sendable, Equatable {
    /// Episodes that are remembered.
    static let most = 32

    /// The sizes of each episode in each view, as places on the scale of `SurpriseHistory`; the newest replaces the
    /// oldest.
    var places = [UInt8](repeating: 0, count: most * DetectorView.count)
    /// When each began.
    var times = [EpisodeTime](repeating: EpisodeTime(quarter: 0), count: most)
    /// Episodes that are held, and where the next goes.
    var held = 0, next = 0

    /// How many episodes were at least as large, but for `tolerance` quarter octaves, in every view or in all but
    /// `spared` of them; with a time only those of about that time on an earlier day.
    func covering(_ sizes: [UInt8], tolerance: Int, spared: Int, at time: EpisodeTime? = nil) -> Int {
        var covering = 0
        for episode in 0..<held {
            if let time, !time.recurs(times[episode]) { continue }
            let first = episode * DetectorView.count
            var larger = 0
            for view in 0..<DetectorView.count where Int(places[first + view]) + tolerance < Int(sizes[view])
            {
                larger += 1
            }
            if larger <= spared { covering += 1 }
        }
        return covering
    }

    /// Begins an episode.
    mutating func begin(_ sizes: [UInt8], at time: EpisodeTime) {
        let first = next * DetectorView.count
        for view in 0..<DetectorView.count { places[first + view] = sizes[view] }
        times[next] = time
        next = (next + 1) % Self.most
        held = Swift.min(held + 1, Self.most)
    }

    /// Lets the newest episode grow.
    mutating func grow(_ sizes: [UInt8]) {
        guard held > 0 else { return }
        let first = (next + Self.most - 1) % Self.most * DetectorView.count
        for view in 0..<DetectorView.count where sizes[view] > places[first + view] {
            places[first + view] = sizes[view]
        }
    }

    /// Lets all episodes shrink by half an octave, so that none is the measure for ever.
    mutating func age() {
        for index in places.indices { places[index] -= Swift.min(places[index], 2) }
    }
}
