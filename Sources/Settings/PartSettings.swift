// SPDX-License-Identifier: Apache-2.0
// The parts of a site as parts.yaml describes them: what wears, what shows it, how long it lives, what a new one costs
// and how long it takes to come. Only figures; the wear model itself is in `Wear`.

public import DockModel
public import Wear

/// What a part's life is counted in, as written in parts.yaml.
public enum PartCounter: String, Sendable, Hashable, CaseIterable {
    /// Travels of the cover, opening or closing.
    case coverMoves = "cover_moves"
    /// Travels of the centring rods.
    case rodMoves = "rod_moves"
    /// Take-offs.
    case flights
    /// Hours in the air.
    case flightHours = "flight_hours"
    /// Full equivalent charge cycles.
    case chargeCycles = "charge_cycles"
    /// Times the charge contacts met the vehicle.
    case contactMatings = "contact_matings"
    /// Times the charger was switched on.
    case chargerSwitchings = "charger_switchings"
    /// Days that the pack rested nearly full.
    case highChargeDays = "high_charge_days"
    /// Pictures taken.
    case shots
    /// Hours under power.
    case poweredHours = "powered_hours"
    /// Days since installation.
    case days
}

/// What shows the wear of a part.
public enum PartMeasure: Sendable, Hashable {
    /// Only the counter counts; `limit` is the count at which it is worn out, nil when no count alone stops
    /// it.
    case counted(limit: Double?)
    /// A signal moves from `new` to `endOfLife`, both in `unit`.
    case measured(source: PartSignal, unit: String, new: Double, endOfLife: Double)
}

/// One part that wears.
public struct PartSettings: Sendable, Hashable {
    /// Its name in the store and in commands.
    public var id: PartID
    /// Its name for people.
    public var name: String
    /// What shows its wear.
    public var measure: PartMeasure
    /// What its life is counted in.
    public var counter: PartCounter
    /// Uses it usually lives.
    public var typicalLife: Double
    /// Standard deviation of that life, in uses.
    public var lifeSpread: Double
    /// Uses a day that are planned.
    public var plannedUsesPerDay: Double
    /// From order to arrival.
    public var leadTime: Duration
    /// To get an order out.
    public var orderTime: Duration
    /// How bad its failure is.
    public var severity: Severity
    /// The thing it is replaced together with; nil when it is a thing of its own.
    public var assembly: PartID?
    /// The serial number of the unit installed when the dock was commissioned.
    public var serial = "unknown"
    /// Uses that unit had run by then.
    public var usesAtStart = 0.0
    /// What to order: the maker's name and number; empty when it is not said.
    public var article = ""
    /// What a new one costs, in the currency of the file.
    public var cost: Double?
    /// Time to change it on site.
    public var workTime: Duration?
    /// Where its figures come from.
    public var figuresFrom = ""
    /// The file in `priors/` with what finished units of its kind taught; nil when there is none.
    public var prior: String?
    /// By which law it wears.
    public var law = WearLaw.trend
    /// What makes a use count more or less; nil when all count alike.
    public var stress: StressSettings?

    /// What is replaced when this part is: the assembly, or the part itself.
    public var thing: PartID { assembly ?? id }
}

/// What makes a use of a part count more or less.
public struct StressSettings: Sendable, Hashable {
    /// A signal against its usual figure.
    public struct Share: Sendable, Hashable {
        /// What is measured.
        public var signal: PartSignal
        /// Its usual figure, in the signal's unit.
        public var nominal: Double
    }

    /// How the figures below become usual uses.
    public var clock: StressClock
    /// Temperature, °C.
    public var temperature: PartSignal?
    /// Depth of discharge, %.
    public var depth: PartSignal?
    /// Load.
    public var load: Share?
    /// Speed.
    public var speed: Share?

    /// All that is measured for it.
    public var signals: [PartSignal] { [temperature, depth, load?.signal, speed?.signal].compactMap { $0 } }
}

/// One file of `priors/`.
public struct FleetPriorFile: Sendable, Equatable {
    /// What was learned.
    public var model: FleetModel
    /// The file.
    public var octets: [UInt8]
}

/// All parts of a site.
public struct PartCatalogue: Sendable, Equatable {
    /// The parts, in the order of the file.
    public var parts: [PartSettings]
    /// The currency of all costs: "EUR".
    public var currency: String
    /// Parts that are due within this time are changed on one visit.
    public var visitWindow: Duration
    /// What finished units taught, by the name of the file in `priors/`.
    public var priors: [String: FleetPriorFile] = [:]
    /// What a visit costs without its parts: the drive and the hours; nil when it is not said.
    public var visitCost: Double?

    /// A catalogue without parts.
    public init() { (parts, currency, visitWindow) = ([], "EUR", .seconds(14 * 86_400)) }
}
