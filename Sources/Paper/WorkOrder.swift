// SPDX-License-Identifier: Apache-2.0
// The facts of one maintenance visit: what to take along, why, and how to record what was done. They come from the
// wear model and the stock; nothing here sets a limit or picks a part.

import DockModel

/// The facts of one maintenance visit.
public struct WorkOrder: Sendable, Equatable {
    /// The order's number.
    public var id: String
    /// The dock to visit.
    public var dock: String
    /// Where it stands, in words: address, gate, key.
    public var place: String = ""
    /// Where it stands, in degrees.
    public var position: GeoPoint?
    /// The first day of the visit's window.
    public var from: WallTime
    /// The last day of the visit's window.
    public var until: WallTime
    /// The dock's time zone by its IANA name.
    public var zone: String
    /// When the order was written.
    public var issued: WallTime
    /// Whom to ask, and how to reach them.
    public var contact: String = ""
    /// What is changed.
    public var items: [WorkOrderItem] = []
    /// Further things to do on site.
    public var tasks: [String] = []

    /// The facts of one visit; what is optional is set afterwards.
    public init(id: String, dock: String, from: WallTime, until: WallTime, zone: String, issued: WallTime) {
        self.id = id
        self.dock = dock
        self.from = from
        self.until = until
        self.zone = zone
        self.issued = issued
    }
}

/// One part that is changed at a visit.
public struct WorkOrderItem: Sendable, Equatable {
    /// Its name in the settings, for commands.
    public var part: PartID
    /// Its name for people.
    public var name: String
    /// The serial number of the unit in service.
    public var serial: String
    /// How many to take along.
    public var quantity: Int
    /// How many lie in stock; nil when that is not known.
    public var inStock: Int?
    /// Why it is changed, in one sentence.
    public var why: String
    /// What was measured: "travel current 2.31 A, end of life 2.60 A".
    public var measured: String?
    /// The day before which one such part in ten ends.
    public var p10: WallTime?
    /// The day before which half of such parts end.
    public var p50: WallTime?
    /// Days from order to arrival.
    public var leadDays: Double?
    /// What one costs.
    public var cost: Cost?
    /// What to do beside the usual, from the parts list.
    public var steps: [String] = []
    /// Its life so far; drawn in the order's language.
    public var history: WearHistory?

    /// A price of one piece.
    public struct Cost: Sendable, Equatable {
        /// How much.
        public var amount: Double
        /// The currency by its ISO 4217 code.
        public var currency: String

        /// A price.
        public init(_ amount: Double, _ currency: String) {
            self.amount = amount
            self.currency = currency
        }
    }

    /// One part; what is known of it is set afterwards.
    public init(part: PartID, name: String, serial: String, quantity: Int = 1, why: String) {
        self.part = part
        self.name = name
        self.serial = serial
        self.quantity = quantity
        self.why = why
    }
}

/// A place on the earth.
public struct GeoPoint: Sendable, Equatable, Codable {
    /// Degrees north.
    public var latitude: Double
    /// Degrees east.
    public var longitude: Double
    /// Metres, above what the user of the point says.
    public var height: Double?

    /// A place on the earth.
    public init(latitude: Double, longitude: Double, height: Double? = nil) {
        self.latitude = latitude
        self.longitude = longitude
        self.height = height
    }

    /// Whether it is a place at all.
    var isValid: Bool { abs(latitude) <= 90 && abs(longitude) <= 180 }

    /// "52.520008° N, 13.404954° E"; nil for no place.
    func words(_ language: PaperLanguage) -> String? {
        guard isValid,
            let north = NumberText.text(abs(latitude), decimals: 6, language: language),
            let east = NumberText.text(abs(longitude), decimals: 6, language: language)
        else { return nil }
        let (n, e) = (latitude < 0 ? "S" : "N", longitude < 0 ? language(.west) : language(.east))
        return "\(north)° \(n), \(east)° \(e)"
    }
}
