// SPDX-License-Identifier: Apache-2.0
// When a page is worth loading again: something of the dock has changed, or its figures have grown old. All readers
// share one look at the dock; a reader that does not read is let go by its connection.

internal import DockModel

/// One piece of news.
struct DockNews: Sendable, Equatable {
    /// How often the dock is looked at for a reader.
    static let lookPeriod = Duration.seconds(1)
    /// Looks without a change after which figures and ages are told anew.
    static let quietLooks = 5
    /// Most readers at a time; further ones are refused and read without news.
    static let mostReaders = 128

    /// What makes a difference, in words.
    private var sign: String
    /// What is told.
    private var told: JSONValue

    init(_ page: OverviewPage) {
        let place = page.vehicle?.position.map { fact -> JSONValue in
            // About a metre: the noise of a resting receiver is no news.
            JSONValue([("n", (fact.latitude * 1e5).rounded()), ("e", (fact.longitude * 1e5).rounded())])
        }
        sign =
            JSONValue([
                ("phase", page.phase?.name), ("waits", page.phase?.waitsFor), ("cover", page.cover),
                ("charger", page.charger?.isOn),
                ("linked", page.vehicle?.isLinked), ("armed", page.vehicle?.isArmed),
                ("landed", page.vehicle?.isLanded),
                ("mode", page.vehicle?.mode), ("place", page.vehicle?.isLanded == false ? place : nil),
                ("concerns", page.concerns), ("decision", page.decision?.taken),
                ("incidents", page.incidents),
                ("mail", page.mail), ("flights", page.flights),
            ]).rendered
        told = JSONValue([
            ("now", page.now), ("phase", page.phase?.name),
            ("verdict", page.concerns.first?.mark ?? Mark.good), ("incidents", page.incidents.count),
        ])
    }

    /// Whether it tells of something else than another one.
    func differs(from other: DockNews?) -> Bool { sign != other?.sign }

    /// The news as the reader gets it.
    var event: String { "event: dock\ndata: \(told.rendered)\n\n" }

    /// The first words to a reader: how long it waits before it asks again.
    static let greeting = "retry: 5000\n\n"

}

/// What one reader has been told.
struct NewsListener {
    private var told: DockNews?
    private var quiet = 0

    /// What to tell after one more look; nil when nothing is new and the figures are not old yet.
    mutating func take(_ news: DockNews) -> String? {
        quiet += 1
        guard news.differs(from: told) || quiet >= DockNews.quietLooks else { return nil }
        (told, quiet) = (news, 0)
        return news.event
    }
}

/// How many readers there are.
actor ReaderCount {
    private(set) var count = 0

    /// Takes a reader in; false when there are too many.
    func enter() -> Bool {
        guard count < DockNews.mostReaders else { return false }
        count += 1
        return true
    }

    /// Lets a reader go.
    func leave() { count -= 1 }
}
