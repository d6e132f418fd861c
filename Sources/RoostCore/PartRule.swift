// SPDX-License-Identifier: Apache-2.0
// A part as a site describes it: its figures, which reading tells its wear and how hard its uses are, and what it is
// replaced together with. It holds nothing about one unit.

public import DockModel
public import Wear

/// A part as the site describes it: what it is, and which reading tells its wear.
public struct PartRule: Sendable, Equatable {
    /// The part's catalogue figures.
    public var description: PartDescription
    /// What is measured of it; nil for a part that is only counted.
    public var measure: PartSignal?
    /// What finished units of its kind taught; nil when there is no prior for it.
    public var fleet: FleetPriorRule?
    /// What tells how hard its uses are; nil when they all count alike.
    public var stress: StressRule?
    /// The thing it is a part of, as the pack is of its capacity and its cell spread: they are replaced together.
    public var assembly: PartID?
    /// The serial number of the unit installed when the dock was commissioned.
    public var serial: String
    /// Uses that unit had run by then.
    public var useAtStart: Double

    /// A part from its catalogue figures.
    public init(
        description: PartDescription, measure: PartSignal? = nil, assembly: PartID? = nil,
        fleet: FleetPriorRule? = nil, stress: StressRule? = nil, serial: String = "unknown", useAtStart: Double = 0
    ) {
        self.description = description
        self.measure = measure
        self.assembly = assembly
        self.fleet = fleet
        self.stress = stress
        self.serial = serial
        self.useAtStart = useAtStart
    }

    /// What is replaced when this part is: the assembly, or the part itself.
    var thing: PartID { assembly ?? description.id }
}

/// What tells how hard the uses of a part are. The clock that turns it into usual uses is in the part's description.
public struct StressRule: Sendable, Equatable {
    /// A signal against its usual figure.
    public struct Share: Sendable, Equatable {
        /// What is measured.
        public var signal: PartSignal
        /// What it is in usual use, in the signal's unit; above 0.
        public var nominal: Double

        /// A signal against its usual figure.
        public init(signal: PartSignal, nominal: Double) {
            self.signal = signal
            self.nominal = nominal
        }
    }

    /// Temperature, °C.
    public var temperature: PartSignal?
    /// Depth of discharge, %.
    public var depth: PartSignal?
    /// Load: a current, or any figure that grows with it.
    public var load: Share?
    /// Speed.
    public var speed: Share?

    /// A rule; what is nil counts as usual.
    public init(
        temperature: PartSignal? = nil, depth: PartSignal? = nil, load: Share? = nil, speed: Share? = nil
    ) {
        self.temperature = temperature
        self.depth = depth
        self.load = load
        self.speed = speed
    }

    /// All signals that it asks for.
    public var signals: [PartSignal] { [temperature, depth, load?.signal, speed?.signal].compactMap { $0 } }

    /// Whether a signal is one of them.
    func isTold(by signal: PartSignal) -> Bool {
        temperature == signal || depth == signal || load?.signal == signal || speed?.signal == signal
    }
}

/// What a fleet taught, with a mark by which one prior is told from the next.
public struct FleetPriorRule: Sendable, Equatable {
    /// The model.
    public var model: FleetModel
    /// A number that differs when the prior does.
    public var mark: UInt32

    /// A prior from the octets of its file.
    public init(model: FleetModel, file: [UInt8]) {
        self.model = model
        mark = file.fnv1a
    }
}

extension Sequence<UInt8> {
    /// A number that differs when the octets do (FNV-1a).
    var fnv1a: UInt32 { reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 } }
}
