// SPDX-License-Identifier: Apache-2.0
// The last episodes of a signal, each as its size in every view. A new one that earlier ones exceeded in all views
// is no news: what happens every day stops being told.

/// The last episodes.
struct EpisodeMemory: Sendable, Equatable {
    /// Episodes that are remembered.
    static let most = 32

    /// The sizes of each episode in each view, as places on the scale of `SurpriseHistory`; the newest replaces the
    /// oldest.
    var places = [UInt8](repeating: 0, count: most * DetectorView.count)
    /// Episodes that are held, and where the next goes.
    var held = 0, next = 0

    /// How many episodes were at least as large, but for `tolerance` quarter octaves, in every view or in all but
    /// `spared` of them.
    func covering(_ sizes: [UInt8], tolerance: Int, spared: Int) -> Int {
        var covering = 0
        for episode in 0..<held {
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
    mutating func begin(_ sizes: [UInt8]) {
        let first = next * DetectorView.count
        for view in 0..<DetectorView.count { places[first + view] = sizes[view] }
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
