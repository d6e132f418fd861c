// SPDX-License-Identifier: Apache-2.0
// What the edge found in the pictures of a flight. It tells what was seen; whether and when somebody is told is for the
// filter. Every word has a number, and a number counts once, over restarts too.

internal import DockModel

/// How urgent the edge found a hot spot to be, by the limits of its schedule.
public enum HotSpotUrgency: String, Sendable, Codable, CaseIterable {
    /// To be mended at once.
    case major
    /// To be mended.
    case serious
    /// Too slight to tell, or not confirmed: for the digest.
    case slight

    /// The incident that it is.
    public var incident: IncidentKind {
        switch self {
        case .major: .hotSpotMajor
        case .serious: .hotSpot
        case .slight: .warmSpot
        }
    }
}

/// What became of a flight's map.
public enum MapResult: String, Sendable, Codable, CaseIterable {
    /// It is good.
    case ready
    /// Something about it could not be judged.
    case doubtful
    /// It is not good enough.
    case refly
    /// There is none.
    case failed

    /// The incident that it is.
    public var incident: IncidentKind {
        switch self {
        case .ready: .mapReady
        case .doubtful: .mapDoubtful
        case .refly: .mapRefly
        case .failed: .mapFailed
        }
    }

    /// Whether somebody has to do something about it, so that it stays open until the schedule's next map.
    var staysOpen: Bool { self == .refly || self == .failed }
}

/// What the edge found in the pictures of a flight.
public enum PayloadWord: Sendable, Codable, Equatable {
    /// A hot spot, new or graver than it was.
    case spot(String, HotSpotUrgency, detail: String, flight: String)
    /// A hot spot that is known and no graver.
    case again(String)
    /// A place that was hot and is no more, or is followed no longer.
    case over(String, detail: String)
    /// Something is wrong with the pictures of a flight: unreadable, or none came.
    case trouble(flight: String, detail: String)
    /// The map of a schedule's flight has come to an end.
    case map(String, MapResult, detail: String, flight: String)
    /// The pictures of a flight in a line for the digest.
    case flight(String, line: String, german: String)
}

extension Turn {
    /// Takes a word that was not taken before.
    mutating func take(_ word: PayloadWord, number: Int64) {
        guard number > state.payloadTaken else { return }
        state.payloadTaken = number
        switch word {
        case .spot(let name, let urgency, let detail, let flight):
            let subject = name.cut(to: DockState.longestSpotName)
            let kind = urgency.incident
            guard makeRoom(forSpot: subject, urgency) else { return }
            raise(kind, subject: subject, detail, flight: flight)
            for other in HotSpotUrgency.allCases where other != urgency {
                end(other.incident, subject: subject, "it is told as \(kind.rawValue)")
            }
        case .again(let name):
            let subject = name.cut(to: DockState.longestSpotName)
            for urgency in HotSpotUrgency.allCases {
                if let incident = state.incidents[Incident.key(urgency.incident, subject)] {
                    // The filter counts it as the repeat that it is.
                    effects.append(.post(.incident(incident)))
                }
            }
        case .over(let name, let detail):
            for urgency in HotSpotUrgency.allCases {
                end(urgency.incident, subject: name.cut(to: DockState.longestSpotName), detail)
            }
        case .trouble(let flight, let detail):
            // Each flight's is one that happens once; the one before is over with it.
            end(.picturesLacking, subject: "", "the pictures of a later flight came")
            raise(.picturesLacking, detail, flight: flight)
        case .map(let schedule, let result, let detail, let flight):
            let subject = schedule.cut(to: DockState.longestSpotName)
            for other in MapResult.allCases { end(other.incident, subject: subject, "a later map came to its end") }
            makeRoomForMap()
            raise(result.incident, subject: subject, detail, flight: flight)
            if !result.staysOpen { end(result.incident, subject: subject, "it was told") }
        case .flight(let flight, let line, let german):
            // Later pictures of the same flight replace its line.
            let name = flight.cut(to: 80)
            state.tally.pictures.removeAll { $0.flight == name }
            if state.tally.pictures.count >= DayTally.mostPictureLines { state.tally.pictures.removeFirst() }
            state.tally.pictures.append(
                PictureLine(flight: name, line: line.cut(to: 160), german: german.cut(to: 160)))
        }
    }

    /// Opens an incident of a flight that may be over already.
    private mutating func raise(_ kind: IncidentKind, subject: String = "", _ detail: String, flight: String)
    {
        let key = Incident.key(kind, subject)
        guard state.incidents[key] == nil else { return }
        let incident = Incident(
            kind: kind, subject: subject, detail: detail.bounded,
            missionID: flight.isEmpty ? nil : flight.bounded,
            opened: now.wall, number: state.nextIncident)
        open(incident)
    }

    /// Ends an incident with why; one that is not open changes nothing.
    private mutating func end(_ kind: IncidentKind, subject: String, _ why: String) {
        let key = Incident.key(kind, subject)
        guard var incident = state.incidents.removeValue(forKey: key) else { return }
        incident.resolved = now.wall
        incident.detail = "\(why.cut(to: 100)); it was: \(incident.detail)".bounded
        effects.append(.note(incident))
        effects.append(.post(.incident(incident)))
    }

    /// Follows the oldest map no longer where there are too many.
    private mutating func makeRoomForMap() {
        let open = MapResult.allCases.flatMap { result in
            state.incidents.values.filter { $0.kind == result.incident }
        }.sorted { $0.number < $1.number }
        guard open.count >= DockState.mostMaps, let first = open.first else { return }
        end(first.kind, subject: first.subject, "it is followed no longer, \(open.count) are open")
    }

    /// Follows the oldest of the slightest spots no longer where there are too many.
    /// - Returns: whether a spot may be opened: one that is slighter than all of too many stays with the flight's line.
    private mutating func makeRoom(forSpot subject: String, _ urgency: HotSpotUrgency) -> Bool {
        let urgencies = HotSpotUrgency.allCases
        // One that is open already, as this or as another kind, takes no room of its own.
        let isOpen = urgencies.contains { state.incidents[Incident.key($0.incident, subject)] != nil }
        guard !isOpen else { return true }
        let open = urgencies.reversed().flatMap { other in
            state.incidents.values.filter { $0.kind == other.incident }.sorted { $0.number < $1.number }
        }
        guard open.count >= DockState.mostHotSpots, let first = open.first else { return true }
        let isGraver = urgencies.prefix { $0 != urgency }.contains { $0.incident == first.kind }
        guard !isGraver else { return false }
        end(first.kind, subject: first.subject, "it is followed no longer, \(open.count) are open")
        return true
    }
}
