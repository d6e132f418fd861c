// SPDX-License-Identifier: Apache-2.0
// What a hardware profile (schema roost-modbus-profile/1) says about one device model, as plain values.
// It decides nothing and reads no file: Settings decodes the YAML into it, `problems()` judges it.

public import DockModel

/// One device model: how it is reached, what it can be asked and what its registers mean.
/// All addresses are zero-based protocol addresses, never "40001" numbers.
public struct DeviceProfile: Sendable, Equatable {
    /// The profile's name, as in the site file ("roost-dock-plc").
    public var id: String
    /// Who makes the device.
    public var maker: String
    /// The model and its firmware family.
    public var model: String
    /// What kind of device it is (`class` in YAML).
    public var deviceClass: DeviceClass
    /// How well the register facts are known.
    public var status: ProfileStatus
    /// How the device is reached and how fast it answers.
    public var transport: Transport
    /// What one request may ask.
    public var limits: ReadLimits
    /// What must be true before the device is trusted.
    public var identity: [IdentityRule]
    /// An explicit read list; empty lets the planner join points itself.
    public var blocks: [ReadBlock]
    /// Named overrides for firmware families; when not empty the site must pick one.
    public var variants: [ProfileVariant]
    /// How the model header is found (SunSpec); nil for fixed addresses.
    public var discovery: Discovery?
    /// Known pitfalls, in words for people.
    public var traps: [String]
    /// The points, in the order of the file.
    public var points: [PointProfile]
    /// What wears in the device, and which points show it.
    public var parts: [ProfilePart]
    /// Where the register facts were read.
    public var sources: [String]
    /// What in the profile nobody has verified yet.
    public var unverified: [String]

    /// A profile from its parts.
    public init(
        id: String, maker: String = "", model: String = "", deviceClass: DeviceClass = .io,
        status: ProfileStatus = .partial, transport: Transport = Transport(),
        limits: ReadLimits = ReadLimits(),
        identity: [IdentityRule] = [], blocks: [ReadBlock] = [], variants: [ProfileVariant] = [],
        discovery: Discovery? = nil, traps: [String] = [], points: [PointProfile] = [],
        parts: [ProfilePart] = [], sources: [String] = [], unverified: [String] = []
    ) {
        self.id = id
        self.maker = maker
        self.model = model
        self.deviceClass = deviceClass
        self.status = status
        self.transport = transport
        self.limits = limits
        self.identity = identity
        self.blocks = blocks
        self.variants = variants
        self.discovery = discovery
        self.traps = traps
        self.points = points
        self.parts = parts
        self.sources = sources
        self.unverified = unverified
    }

    /// The point of that name, if the profile has one.
    public func point(_ id: PointID) -> PointProfile? { points.first { $0.id == id } }
}

/// What kind of device a profile describes.
public enum DeviceClass: String, Sendable, Equatable, Codable, CaseIterable {
    case bms, charger, meter, weather, env, io, ups, drive, hvac, plc
}

/// How well the register facts of a profile are known.
public enum ProfileStatus: String, Sendable, Equatable, Codable, CaseIterable {
    /// Read in a cited public source.
    case cited
    /// Some points are not verified.
    case partial
    /// Roost's own reference device.
    case invented
}

/// The kinds of line a device can be on.
public enum TransportKind: String, Sendable, Equatable, Codable, CaseIterable {
    case rtu, tcp
}

/// How a device is reached and how fast it answers.
public struct Transport: Sendable, Equatable {
    /// The kinds of line it supports.
    public var kinds: [TransportKind]
    /// Its serial line as delivered; nil when it has none or the source does not say.
    public var serial: SerialFormat?
    /// The unit id of a request as delivered; the site file may choose another.
    public var unit: Int
    /// The unit id in its replies when that differs from the request's.
    public var replyUnit: Int?
    /// The TCP port as delivered.
    public var tcpPort: Int?
    /// Longest wait for a whole reply.
    public var timeoutMilliseconds: Int
    /// Silence before a request.
    public var gapMilliseconds: Int
    /// Wait between connecting and the first request.
    public var connectDelayMilliseconds: Int
    /// How many connections the device can hold; nil when not known.
    public var maxConnections: Int?

    /// The unit id in replies to a request to `unit`; one that differs as delivered keeps its distance when the
    /// site file chooses another unit.
    public func replyUnit(to unit: Int) -> Int {
        guard let replyUnit else { return unit }
        let (moved, overflow) = unit.addingReportingOverflow(replyUnit &- self.unit)
        return overflow ? unit : moved
    }

    /// A transport from its parts.
    public init(
        kinds: [TransportKind] = [.tcp], serial: SerialFormat? = nil, unit: Int = 1, replyUnit: Int? = nil,
        tcpPort: Int? = nil, timeoutMilliseconds: Int = 1_000, gapMilliseconds: Int = 0,
        connectDelayMilliseconds: Int = 0, maxConnections: Int? = nil
    ) {
        self.kinds = kinds
        self.serial = serial
        self.unit = unit
        self.replyUnit = replyUnit
        self.tcpPort = tcpPort
        self.timeoutMilliseconds = timeoutMilliseconds
        self.gapMilliseconds = gapMilliseconds
        self.connectDelayMilliseconds = connectDelayMilliseconds
        self.maxConnections = maxConnections
    }
}

extension Transport {
    /// What a profile may say, in milliseconds.
    static let timeouts = 1...60_000
    static let gaps = 0...10_000
    static let connectDelays = 0...120_000

    /// Longest wait for a whole reply, kept inside what a profile may say.
    public var timeout: Duration { timeoutMilliseconds.milliseconds(within: Transport.timeouts) }
    /// Silence before a request, likewise.
    public var gap: Duration { gapMilliseconds.milliseconds(within: Transport.gaps) }
    /// Wait between connecting and the first request, likewise.
    public var connectDelay: Duration { connectDelayMilliseconds.milliseconds(within: Transport.connectDelays) }
}

extension Int {
    fileprivate func milliseconds(within bounds: ClosedRange<Int>) -> Duration {
        .milliseconds(Swift.min(Swift.max(self, bounds.lowerBound), bounds.upperBound))
    }
}

/// The parity of a serial line, by its usual letter.
public enum Parity: String, Sendable, Equatable, Codable, CaseIterable {
    case none = "N"
    case even = "E"
    case odd = "O"
}

/// The settings of a serial line.
public struct SerialFormat: Sendable, Equatable, Hashable {
    /// Bits a second.
    public var baud: Int
    /// Data bits; Modbus RTU needs 8.
    public var dataBits: Int
    /// The parity bit.
    public var parity: Parity
    /// Stop bits, 1 or 2.
    public var stopBits: Int

    /// A serial format from its parts.
    public init(baud: Int, dataBits: Int = 8, parity: Parity = .none, stopBits: Int = 1) {
        self.baud = baud
        self.dataBits = dataBits
        self.parity = parity
        self.stopBits = stopBits
    }
}

/// What happens when a read covers addresses that no point owns.
public enum GapPolicy: String, Sendable, Equatable, Codable, CaseIterable {
    /// The whole read is refused: never ask across a hole.
    case reject
    /// Holes read as zero.
    case zero
    /// Holes read as something.
    case ok
    /// Refused only when the first address is a hole.
    case errorAtStart = "error-at-start"
}

/// What one request may ask.
public struct ReadLimits: Sendable, Equatable {
    /// Most registers a request (1...125).
    public var maxRegs: Int
    /// Most bits a request (1...2000).
    public var maxBits: Int
    /// Whether a request may span addresses without a point.
    public var gaps: GapPolicy
    /// Spans that must be read in one request.
    public var atomic: [AtomicGroup]

    /// Limits from their parts.
    public init(
        maxRegs: Int = 125, maxBits: Int = 2_000, gaps: GapPolicy = .reject, atomic: [AtomicGroup] = []
    ) {
        self.maxRegs = maxRegs
        self.maxBits = maxBits
        self.gaps = gaps
        self.atomic = atomic
    }
}

/// A span of one table that must be read in one request.
public struct AtomicGroup: Sendable, Equatable {
    /// The table.
    public var fn: Table
    /// Its first address.
    public var address: Int
    /// How many registers or bits.
    public var count: Int

    /// A group from its parts.
    public init(fn: Table, address: Int, count: Int) {
        self.fn = fn
        self.address = address
        self.count = count
    }
}

/// One read of an explicit read list.
public struct ReadBlock: Sendable, Equatable {
    /// The table.
    public var fn: Table
    /// Its first address.
    public var address: Int
    /// How many registers or bits.
    public var count: Int
    /// How often it is read.
    public var poll: PollClass

    /// A block from its parts.
    public init(fn: Table, address: Int, count: Int, poll: PollClass) {
        self.fn = fn
        self.address = address
        self.count = count
        self.poll = poll
    }
}

/// What one point must show before the device is trusted.
public struct IdentityRule: Sendable, Equatable {
    /// The point that is read.
    public var point: PointID
    /// What its value must be.
    public var test: IdentityTest

    /// A rule from its parts.
    public init(point: PointID, test: IdentityTest) {
        self.point = point
        self.test = test
    }
}

/// What the value of an identity point must be.
public enum IdentityTest: Sendable, Equatable {
    /// Exactly this.
    case equals(ReadingValue)
    /// One of these.
    case oneOf([ReadingValue])
    /// A number inside these bounds.
    case range(ValueRange)
}

/// Bounds of a value after scaling, both included.
public struct ValueRange: Sendable, Equatable {
    /// The smallest plausible value.
    public var low: Double
    /// The largest plausible value.
    public var high: Double

    /// A range; `problems()` reports one whose bounds are crossed.
    public init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }

    /// Whether a value lies inside; never true for NaN.
    public func contains(_ value: Double) -> Bool { value >= low && value <= high }
}

/// Named overrides for one firmware family.
public struct ProfileVariant: Sendable, Equatable {
    /// The name the site file picks.
    public var name: String
    /// The address at which the profile's lowest point lies in this family; nil leaves addresses as written.
    public var base: Int?
    /// Changed keys of single points.
    public var points: [PointOverride]

    /// A variant from its parts.
    public init(name: String, base: Int? = nil, points: [PointOverride] = []) {
        self.name = name
        self.base = base
        self.points = points
    }
}

/// Changed keys of one point in a variant; nil leaves the point's own.
public struct PointOverride: Sendable, Equatable {
    /// The point.
    public var point: PointID
    /// Another address.
    public var address: Int?
    /// Another type.
    public var type: PointType?
    /// Another word order.
    public var wordOrder: ByteOrder?
    /// Another factor.
    public var scale: Double?
    /// Another offset.
    public var offset: Double?
    /// Another unit.
    public var unit: String?
    /// Another range.
    public var range: ValueRange?

    /// An override from its parts.
    public init(
        point: PointID, address: Int? = nil, type: PointType? = nil, wordOrder: ByteOrder? = nil,
        scale: Double? = nil,
        offset: Double? = nil, unit: String? = nil, range: ValueRange? = nil
    ) {
        self.point = point
        self.address = address
        self.type = type
        self.wordOrder = wordOrder
        self.scale = scale
        self.offset = offset
        self.unit = unit
        self.range = range
    }
}

/// How a model header is found in a chain of models (SunSpec).
public struct Discovery: Sendable, Equatable {
    /// The 32-bit marker in front of the chain.
    public var marker: UInt32
    /// The addresses where the marker may be.
    public var candidates: [Int]
    /// The number of the model whose points the profile describes.
    public var model: Int?
    /// The rule of the walk, in words.
    public var walk: String

    /// A discovery from its parts.
    public init(marker: UInt32, candidates: [Int], model: Int? = nil, walk: String = "") {
        self.marker = marker
        self.candidates = candidates
        self.model = model
        self.walk = walk
    }
}
