// SPDX-License-Identifier: Apache-2.0
// Which flight a picture belongs to: the one whose folder it lies in, else the one that was in the air when it was
// taken, else the last one that landed before it arrived. A guess is never made beyond a day.

public import DockModel

/// A flight that may have taken pictures.
public struct PictureFlight: Sendable, Equatable {
    /// The run.
    public var id: String
    /// Its name as a folder.
    public var folder: String
    /// The schedule.
    public var schedule: String
    /// When it took off.
    public var takeoff: WallTime
    /// When it landed; nil while it is out or when nobody knows.
    public var landed: WallTime?

    /// A flight.
    public init(id: String, folder: String, schedule: String, takeoff: WallTime, landed: WallTime?) {
        (self.id, self.folder, self.schedule) = (id, folder, schedule)
        (self.takeoff, self.landed) = (takeoff, landed)
    }
}

/// Joins pictures with flights.
public enum PictureJoin {
    /// How far a camera's clock may be off.
    public static let slack = Duration.seconds(120)
    /// How long after the landing pictures may arrive.
    public static let longestWay = Duration.seconds(86_400)
    /// How long a flight without a known end may last.
    static let longestFlight = Duration.seconds(7_200)

    /// The flight of a picture; nil when none can be told.
    /// - Parameters:
    ///   - folder: the folder that it lies in; empty for none.
    ///   - taken: when it was taken, by satellite time.
    ///   - arrived: when it was first seen at the dock.
    public static func flight(
        folder: String, taken: WallTime?, arrived: WallTime, among flights: [PictureFlight]
    ) -> PictureFlight? {
        if !folder.isEmpty, let named = flights.first(where: { $0.folder == folder || $0.id == folder }) {
            return named
        }
        if let taken {
            let airborne = flights.filter { flight in
                let end = flight.landed ?? flight.takeoff + longestFlight
                return taken + slack >= flight.takeoff && taken <= end + slack
            }
            // A time that lies in no flight is the word of a camera that stood still, or of a wrong clock.
            return airborne.max { $0.takeoff < $1.takeoff }
        }
        return flights.filter { flight in
            flight.takeoff <= arrived && arrived <= (flight.landed ?? flight.takeoff) + longestWay
        }.max { $0.takeoff < $1.takeoff }
    }
}
