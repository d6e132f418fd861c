// SPDX-License-Identifier: Apache-2.0
// Connects a dock's queue of documents with the carrier that takes them to the fleet's broker. The dock never waits for
// either: what fails here is said in the log, and the documents wait.

internal import DockModel
internal import Fleet
internal import FleetLink
internal import Logging
internal import Settings
internal import Store

/// The queue as the carrier sees it.
struct FleetShelf: CarrierShelf {
    let queue: FleetQueue
    let logger: Logger

    func offer(limit: Int) throws -> [CarriedDocument] {
        try queue.offer(limit: limit).map { CarriedDocument(id: $0.id, stream: $0.stream, octets: $0.octets) }
    }

    func delivered(_ ids: [Int64]) throws { try queue.delivered(ids) }

    func giveUp(_ id: Int64, because reason: String) throws {
        logger.error("document \(id) for the fleet is given up: the broker never takes it (\(reason))")
        try queue.giveUp(id)
    }

    func again(_ request: RangeNote) throws -> RangeNote { try queue.repeatDocuments(request) }
}

/// The fleet's side of a running dock; nil parts for a dock that belongs to none.
struct FleetPost: Sendable {
    let carrier: FleetCarrier
    let interval: Duration
    let dock: DockIdentity
    /// Takes the files that the fleet sends; nil for a dock without the fleet's key.
    let bundles: BundleDesk?

    /// Longest real time that the end of the dock waits for the carrier's goodbye.
    static let longestFarewell = Duration.seconds(1)

    /// The fleet's side of a dock; nil where the settings name no fleet.
    init?(_ settings: DockSettings, bundles: BundleDesk?, directory: String, database: RoostDatabase, logger: Logger) {
        guard let fleet = settings.fleet else { return nil }
        self.bundles = bundles
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : directory + "/" + path }
        var address = BrokerAddress(host: fleet.broker.host, port: fleet.broker.port)
        address.keepAliveSeconds = Int(fleet.keepAlive.inSeconds.rounded())
        if !fleet.isPlain {
            let source = SecretSource(baseDirectory: directory)
            address.certificates = BrokerCertificates(
                authorityFile: fleet.authorityFile.map(absolute),
                certificateFile: fleet.client.map { absolute($0.certificateFile) },
                keyFile: fleet.client.flatMap { source.path(of: $0.key) })
        }
        (dock, interval) = (settings.dock, fleet.stateInterval)
        carrier = FleetCarrier(
            address: address, dock: dock.id.text,
            shelf: FleetShelf(queue: FleetQueue(database), logger: logger),
            onBundle: Self.taker(bundles)
        ) { logger.warning("\($0)") }
    }

    /// Who writes the documents.
    var scribe: FleetScribe {
        var scribe = FleetScribe(dock, interval: interval) { [carrier] in carrier.ring() }
        if let bundles { scribe.bundles = { bundles.board } }
        return scribe
    }

    private static func taker(_ bundles: BundleDesk?) -> (@Sendable ([UInt8]) -> Void)? {
        guard let bundles else { return nil }
        return { bundles.take($0) }
    }

    /// Starts the carrier; it is not cancelled with the task that started it.
    func start() { Task.detached { [carrier] in await carrier.run() } }

    /// Ends the carrier; one that hangs in a connection is left behind.
    func stopAndWait() async {
        carrier.end()
        let clock = ContinuousClock()
        let deadline = clock.now + Self.longestFarewell
        while carrier.isRunning, clock.now < deadline {
            // Not cancelled with the dock: the task that ends it is cancelled already.
            await Task.detached { try? await Task.sleep(for: .milliseconds(10)) }.value
        }
    }
}
