// SPDX-License-Identifier: Apache-2.0
// Puts a dock together from its configuration and runs it until it is told to stop: store first, then the edges, then
// the loop. It holds the parts and no policy.

internal import Console
public import DockModel
internal import Fieldbus
internal import Foundation
public import Host
public import Logging
internal import Mailer
internal import Post
internal import Schedule
public import RoostCore
public import Settings
public import Store
internal import VehicleLink

/// How a dock is run.
public struct DockOptions: Sendable {
    /// The directory that relative paths of the configuration start from.
    public var baseDirectory = "."
    /// A folder of delivered mails to show in the console; nil for none.
    public var mailboxDirectory: String?
    /// Where the dock's time comes from; nil for the machine's clocks, believed as dock.yaml says.
    public var clock: (any DockClock)?
    /// How the dock learns that its schedules and plans have changed; nil when it does not.
    public var reload: ScheduleReload?
    /// Ends the process in order, where somebody starts it again; nil where nobody does.
    public var startAnew: (@Sendable () -> Void)?
    /// How often devices are read.
    public var pollPeriods = PollPace()
    /// A state to begin with when the store has none, from the site's rules and the present time.
    public var firstState: (@Sendable (DockPolicy, Moment) -> DockState)?
    /// Where the mail settings come from, for the console to change them; nil where nobody may.
    public var mail: MailSource?
    /// Hears every decision, after it is committed.
    public var observer: (@Sendable (DockState, Event, [Effect], Moment) -> Void)?
    /// Who started this process and wants to know how it does; nil for nobody.
    public var manager: ServiceNotifier?
    /// Hears the console's address once it accepts connections.
    public var onListening: (@Sendable (_ address: String) -> Void)?

    /// The options of a dock in the field.
    public init() {}
}

/// How often devices are read, in dock time.
public struct PollPace: Sendable {
    /// Limit switches, currents, wind.
    public var fast = Duration.seconds(1)
    /// Temperatures, resistance.
    public var normal = Duration.seconds(5)
    /// Counters.
    public var slow = Duration.seconds(60)

    /// Once a second, every five seconds, once a minute.
    public init() {}
}

/// Why a dock cannot be run.
public enum DockServiceError: Error, CustomStringConvertible {
    /// The configuration cannot be used.
    case configuration(String)
    /// The database cannot be used.
    case store(StoreError)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .configuration(let text): text
        case .store(let error): "dock.yaml: storage.directory: \(error)"
        }
    }
}

/// One dock.
public struct DockService: Sendable {
    let configuration: DockConfiguration
    let options: DockOptions
    let logger: Logger

    /// A dock that is not running yet.
    public init(configuration: DockConfiguration, options: DockOptions, logger: Logger) {
        self.configuration = configuration
        self.options = options
        self.logger = logger
    }

    /// Runs the dock until the task is cancelled.
    /// - Throws: `DockServiceError` when it cannot begin; once it runs it goes on with what works.
    public func run() async throws(DockServiceError) {
        let parts = try assemble()
        await parts.run(logger: logger, onListening: options.onListening)
    }

    private func assemble() throws(DockServiceError) -> RunningDock {
        let policy: DockPolicy
        let devices: [FieldbusDevice]
        do throws(SiteError) {
            policy = try configuration.policy()
            devices = try configuration.fieldbusDevices()
        } catch {
            throw .configuration(error.description)
        }
        let clock = options.clock ?? SystemClock(trust: configuration.dock.clockTrust.forHost)
        let now = clock.now()
        let store = try openStore(at: now)
        let (database, stored) = (store.database, store.state)
        if !now.isWallTrusted {
            logger.warning(
                "the wall clock is not known to be set: no mission starts until a source sets it (see clock.trust)")
        }
        let state = restore(stored, policy: policy, database: database, now: now)
        let planner = Planner(configuration, forecast: forecastShelf())
        let writer = try noticeWriter(configuration, rules: policy.parts, planner: planner, database: database)
        let writers = Shelf(writer)
        let signals = SignalDesk(configuration, devices: devices, database: database, logger: logger)
        let fleet = fleetPost(database)
        let loop = DockLoop(
            state: state, policy: policy, clock: clock, database: database, writer: CurrentWriter(shelf: writers),
            logger: logger,
            dock: configuration.dock.dock.id, heartbeat: try heartbeatPlan(), signals: signals,
            fleet: fleet?.scribe)
        let signs = LifeSigns()
        let vehicle = try vehicleAdapter(clock: signs.clock(clock, of: .vehicle), signals: signals)
        vehicle.recall(state.run)
        let fieldbus = FieldbusAdapter(
            bus: bus(devices, clock: signs.clock(clock, of: .fieldbus)), devices: devices,
            points: configuration.rolePlaces, coverCommands: configuration.coverCommands,
            rodCommands: configuration.rodCommands, clock: clock, logger: logger,
            vehicleWind: { vehicle.windInFlight }, triggered: triggers(planner, clock), parts: policy.parts,
            optional: Set(configuration.dock.devices.filter(\.isOptional).map(\.id)), signals: signals)
        let outbox = Outbox(database)
        let office = office(outbox, database, clock: signs.clock(clock, of: .mail))
        var adapter = ConsoleAdapter(
            name: configuration.dock.dock.name, loop: loop, fieldbus: fieldbus, vehicle: vehicle,
            planner: planner,
            database: database, outboxStore: outbox, office: office,
            mailbox: MailboxFolder(path: options.mailboxDirectory), clock: clock, configuration: configuration,
            reader: store.reader, signs: signs,
            logDirectory: absolute(configuration.dock.storageDirectory) + "/logs", begun: now)
        adapter.fleet = fleet
        let maps = configuration.dock.mapping.map { mapDesk(database, $0) }
        let console = console(
            adapter, door: try triggerDoor(planner, database, clock, loop.inbox),
            acknowledge: writer.links.map { AcknowledgeDoor($0, database, clock: clock, logger: logger) },
            map: maps.map { maps in MapDoor { await maps.hurry($0) } },
            entrance: entrance(
                loop, planner, database, clock,
                mail: mailDesk(writers, office, outbox, policy.parts, planner, database, clock)),
            certificate: try consoleCertificate())
        return RunningDock(
            loop: loop, fieldbus: fieldbus, vehicle: vehicle, planner: planner, office: office,
            console: console,
            consolePlace: configuration.dock.console, clock: clock,
            lastLook: lastLook(stored, store.restored, now: now),
            observer: options.observer, database: database, lock: store.lock, restored: store.restored,
            postWatch: PostWatch(
                outbox: outbox, logger: logger, patience: MailPatience(configuration.dock.mail.expiry)),
            isUplinkDown: uplinkSense(), writers: writers, signs: signs, manager: options.manager,
            pictures: pictureDesk(database), maps: maps,
            configuration: configuration,
            reload: fleet?.bundles.map { desk in options.reload?.joined(by: desk.reloads) } ?? options.reload,
            records: try recordTerms(rules: policy.parts, vehicle: vehicle), fleet: fleet)
    }

    /// The field bus with the periods that the options name.
    private func bus(_ devices: [FieldbusDevice], clock: any DockClock) -> DockBus {
        let periods = options.pollPeriods
        return DockBus(
            devices: devices, clock: clock,
            pollPeriods: PollPeriods(fast: periods.fast, normal: periods.normal, slow: periods.slow),
            seed: UInt64.random(in: 0 ... .max))
    }

    /// A store that this process alone may use.
    private struct OpenStore {
        var lock: DaemonLock
        var database: RoostDatabase
        /// A connection of its own for what people read.
        var reader: RoostDatabase
        var state: StoredState?
        var restored: RestoredNote?
    }

    private func openStore(at now: Moment) throws(DockServiceError) -> OpenStore {
        do throws(StoreError) {
            let directory = absolute(configuration.dock.storageDirectory)
            let lock = try DaemonLock(directory: directory)
            let rescue = StoreRescue(directory: directory, configuration: configuration, logger: logger)
            let database = try rescue.open(at: now)
            let restored = try rescue.ground(in: database, at: now)
            return OpenStore(
                lock: lock, database: database, reader: try RoostDatabase.open(directory: directory, check: .asRead),
                state: try database.latestState(), restored: restored)
        } catch {
            throw .store(error)
        }
    }

    /// The office that sends the dock's mail over its links.
    private func office(_ outbox: Outbox, _ database: RoostDatabase, clock: any DockClock) -> PostOffice {
        let dock = configuration.dock
        let account = MailAccount(dock, directory: options.baseDirectory, clock: { clock.now() })
        return PostOffice(
            outbox: outbox, database: database, account: account, clock: clock, logger: logger,
            links: linkSense, today: { dock.localDay($0) })
    }

    /// The look at the links that settings name.
    private var linkSense: LinkSense { LinkSense(configuration.dock, directory: options.baseDirectory) }

    /// Whether there is no way out: as the links tell, or without a default route where none is named.
    private func uplinkSense() -> @Sendable () -> Bool {
        let links = linkSense
        return { links.isUsed ? links.read().isDown : LinkSense.kernelRoute() == nil }
    }

    /// From when on the calendar is asked. Runs from before a restore may have flown, whatever the copy says.
    private func lastLook(_ stored: StoredState?, _ restored: RestoredNote?, now: Moment) -> WallTime {
        let last = stored.map { $0.moment.wall + (.zero - Planner.lookBack) } ?? now.wall
        return restored.map { max(last, $0.at) } ?? last
    }

    /// The state that was committed last, or a new one; a snapshot that cannot be read is said and replaced, with the
    /// runs already taken read back from their records so that none flies twice.
    private func restore(_ stored: StoredState?, policy: DockPolicy, database: RoostDatabase, now: Moment)
        -> DockState
    {
        var state = options.firstState?(policy, now) ?? DockState(at: now, parts: policy.parts)
        if let stored {
            do {
                let fresh = DockState(at: stored.moment, parts: policy.parts)
                let decoded = try StateCoding.decodeState(stored.body, fresh: fresh)
                if decoded.dropped.isEmpty { return decoded.state }
                logger.error("not understood in the stored state and left out: \(decoded.dropped)")
                state = decoded.state
            } catch {
                logger.error("the stored state cannot be read (\(error)); the dock looks around anew")
            }
        }
        do {
            for record in try database.missions(limit: 1_000) {
                let schedule = ScheduleID(record.schedule)
                state.taken[schedule] = max(state.taken[schedule] ?? record.planned, record.planned)
            }
            // Their ids are not known: each run up to the newest of them may have been taken.
            state.forgottenDue = state.taken.values.max()
            // Words about pictures of the last day are told again; the filter knows which it has told.
            let day = now.wall + .seconds(-86_400)
            state.payloadTaken = max(state.payloadTaken, try database.newestPictureWord(before: day))
        } catch {
            logger.error("the stored missions cannot be read: \(error)")
        }
        return state
    }

    func noticeWriter(
        _ configuration: DockConfiguration, rules: [PartRule], planner: Planner, database: RoostDatabase
    ) throws(DockServiceError) -> MailWriter {
        let key = try heartbeatPlan()?.key
        do {
            var writer = try MailWriter(
                configuration: configuration, rules: rules, planner: planner, outbox: Outbox(database),
                directory: options.baseDirectory)
            (writer.pictures, writer.factsKey) = (PictureShelf(database: database), key)
            return writer
        } catch {
            throw .configuration("dock.yaml: mail: \(error)")
        }
    }

    /// The runs that a reading starts; none while the clock cannot say when now is.
    private func triggers(_ planner: Planner, _ clock: any DockClock) -> @Sendable (Reading) -> [Event] {
        let watch = TriggerWatch(planner.rules)
        return { [logger] reading in
            watch.started(by: reading).compactMap { schedule in
                planner.triggered(
                    schedule, by: "\(reading.device).\(reading.point)", at: clock.now(), logger: logger)
            }
        }
    }

    /// The door for triggers by HTTP; nil for a dock whose settings name no key.
    private func triggerDoor(
        _ planner: Planner, _ database: RoostDatabase, _ clock: any DockClock, _ inbox: EventInbox
    ) throws(DockServiceError) -> TriggerDoor? {
        guard let reference = configuration.dock.triggerKey else { return nil }
        let key: String
        do throws(SecretError) {
            key = try SecretSource(baseDirectory: options.baseDirectory).read(reference)
        } catch {
            throw .configuration("dock.yaml: console.trigger_key: \(error)")
        }
        guard key.utf8.count >= 16 else {
            throw .configuration("dock.yaml: console.trigger_key: the key is shorter than 16 octets; make a longer one")
        }
        return TriggerDoor(key: key) { [logger] name, address in
            let asked = planner.schedules(triggeredBy: name), now = clock.now()
            guard !asked.isEmpty else { return .unknown }
            do throws(StoreError) {
                try database.audit(
                    AuditEntry(
                        at: now, who: "the trigger's key", way: "key", address: address, action: "trigger",
                        subject: name, after: asked.map(\.text).joined(separator: ", "), result: "left for the gates"))
            } catch {
                logger.error("a trigger could not be stored, so nothing was asked for: \(error)")
                return .notStored
            }
            for schedule in asked {
                let run = planner.triggered(schedule, by: "a request", at: now, logger: logger)
                if let run { inbox.yield(run) }
            }
            return .asked
        }
    }

    /// What flight records are made with.
    private func recordTerms(rules: [PartRule], vehicle: VehicleAdapter) throws(DockServiceError) -> RecordTerms {
        let storage = absolute(configuration.dock.storageDirectory)
        // The settings are those that this process has read; the program is its own, whatever is installed meanwhile.
        let settings = RecordTerms.digest("dock.yaml", ofFile: options.baseDirectory + "/dock.yaml")
        do {
            return RecordTerms(
                scribe: RecordScribe(
                    configuration: configuration, plans: { [vehicle] in vehicle.plans.all[$0] },
                    digests: { RecordTerms.digest("software", ofFile: "/proc/self/exe") + settings }),
                press: try RecordPress(
                    configuration, storage: storage, directory: options.baseDirectory, logger: logger),
                rules: rules, logDirectory: storage + "/logs")
        } catch {
            throw .configuration("dock.yaml: records: \(error)")
        }
    }

    private func forecastShelf() -> ForecastShelf? {
        configuration.dock.forecast.map { settings in
            ForecastShelf(settings, limits: configuration.dock.limits, directory: options.baseDirectory) {
                [logger] in logger.warning("\($0)")
            }
        }
    }

    private func heartbeatPlan() throws(DockServiceError) -> HeartbeatPlan? {
        guard let settings = configuration.dock.mail.heartbeat else { return nil }
        do throws(SecretError) {
            return try HeartbeatPlan(settings, source: SecretSource(baseDirectory: options.baseDirectory))
        } catch {
            throw .configuration("dock.yaml: mail.heartbeat.key: \(error)")
        }
    }

    private func vehicleAdapter(clock: any DockClock, signals: SignalDesk?) throws(DockServiceError) -> VehicleAdapter {
        let transport: any VehicleTransport
        do throws(VehicleLinkError) {
            transport = try LinkEndpoint(configuration.dock.vehicle.link.description).link(clock: clock)
        } catch {
            throw .configuration("dock.yaml: vehicle.link: \(error)")
        }
        var sessionOptions = SessionOptions()
        sessionOptions.own = configuration.dock.vehicle.station
        sessionOptions.vehicleSystem = UInt8(exactly: configuration.dock.vehicle.system)
        if let reference = configuration.dock.vehicle.signingKey {
            do throws(SecretError) {
                sessionOptions.signingKey = try SecretSource(baseDirectory: options.baseDirectory).signingKey(reference)
            } catch {
                throw .configuration("dock.yaml: vehicle.signing_key: \(error)")
            }
            sessionOptions.signingState = absolute(configuration.dock.storageDirectory) + "/vehicle-signing"
        }
        let dock = configuration.dock.dock
        return VehicleAdapter(
            session: VehicleSession(transport: transport, clock: clock, options: sessionOptions),
            plans: configuration.plans, home: PlanPoint(latitude: dock.latitude, longitude: dock.longitude),
            logDirectory: absolute(configuration.dock.storageDirectory) + "/logs",
            required: configuration.dock.vehicle.parameters, clock: clock, logger: logger,
            signals: signals)
    }

    /// The desk where pictures of flights are read.
    private func pictureDesk(_ database: RoostDatabase) -> PictureDesk {
        let dock = configuration.dock
        return PictureDesk(
            database: database, root: absolute(dock.imageDirectory ?? dock.storageDirectory + "/images"),
            payloads: Shelf(configuration.payloads), logger: logger)
    }

    /// The desk where maps are made of pictures.
    private func mapDesk(_ database: RoostDatabase, _ settings: MappingSettings) -> MapDesk {
        let dock = configuration.dock
        return MapDesk(
            database: database, root: absolute(dock.imageDirectory ?? dock.storageDirectory + "/images"),
            dock: dock.dock.id.text, payloads: Shelf(configuration.payloads),
            access: MapServerAccess(settings, directory: options.baseDirectory), logger: logger)
    }

    /// The fleet's side of this dock; nil for one that belongs to no fleet.
    private func fleetPost(_ database: RoostDatabase) -> FleetPost? {
        FleetPost(
            configuration.dock,
            bundles: BundleDesk(
                configuration, options, storage: absolute(configuration.dock.storageDirectory), database: database,
                logger: logger),
            directory: options.baseDirectory, database: database, logger: logger)
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : options.baseDirectory + "/" + path
    }
}

extension ClockTrustSetting {
    fileprivate var forHost: ClockTrust {
        switch self {
        case .synchronised: .synchronised
        case .set: .set
        }
    }
}
