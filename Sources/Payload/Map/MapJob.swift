// SPDX-License-Identifier: Apache-2.0
// One map at a server as it is stored: how far it is, under which name the server knows it, and for how long nothing has
// moved. It is stored before and after every request, so that a kill at any instant makes no second task.

/// One picture on its way to the server.
public struct MapImage: Sendable, Equatable {
    /// The number of the picture in the store.
    public var id: Int64
    /// Its name at the server.
    public var name: String
    /// Where its file lies, below the folder of pictures.
    public var path: String
    /// Its octets.
    public var octets: Int

    /// A picture.
    public init(id: Int64, name: String, path: String, octets: Int) {
        (self.id, self.name, self.path, self.octets) = (id, name, path, octets)
    }
}

/// One map at a server.
public struct MapJob: Sendable, Codable, Equatable {
    /// How far it is. Each stage but the ends is one request that is made until it is answered.
    public enum Stage: String, Sendable, Codable, CaseIterable {
        /// Asks the server what it takes.
        case greet
        /// Looks for a task of this name: for servers that choose the id themselves.
        case seek
        /// Makes the task.
        case create
        /// Sends pictures, one a request.
        case upload
        /// Starts the processing.
        case commit
        /// Looks whether the server knows the task, after an answer that was lost or refused.
        case check
        /// Waits for the processing.
        case wait
        /// Stops the processing.
        case cancel
        /// Begins the processing again with the same pictures.
        case restart
        /// Fetches the report.
        case fetch
        /// The map is judged.
        case done
        /// There will be no map.
        case failed
        /// Somebody stopped it.
        case cancelled

        /// Whether nothing more is asked of the server.
        public var isEnd: Bool { self == .done || self == .failed || self == .cancelled }
    }

    /// The flight.
    public var flight: String
    /// Its schedule.
    public var schedule: String
    /// How far it is.
    public var stage = Stage.greet
    /// The task at the server: chosen by the dock for NodeODM, by the server for WebODM.
    public var uuid: String
    /// Its name at the server.
    public var name: String
    /// Pictures of the flight that it is made of.
    public var images: Int
    /// How often a task was begun for it.
    public var life = 1
    /// Whether a request left whose answer is not known.
    public var isAsked = false
    /// Whether the server may know the task although it never said so.
    public var isProbing = false
    /// What is done when the server does not know the task.
    public var fallback = Stage.create
    /// What follows a stop of the processing.
    public var afterCancel = Stage.failed
    /// Per cent, as the server said last.
    public var progress = 0.0
    /// Whether the processing has begun.
    public var isRunning = false
    /// Seconds for which the dock watched and saw no progress.
    public var quiet = 0.0
    /// Seconds for which the dock watched the task since it was committed.
    public var watched = 0.0
    /// Seconds for which the server was away or answered nonsense.
    public var away = 0.0
    /// Requests in a row without a usable answer.
    public var failures = 0
    /// Refusals of the present stage.
    public var refusals = 0
    /// Answers in a row that the task is not known.
    public var unknowns = 0
    /// How often a stuck processing was begun again.
    public var restarts = 0
    /// What went wrong last, or how it ended.
    public var trouble = ""

    /// A map that begins.
    public init(flight: String, schedule: String, uuid: String, name: String, images: Int) {
        (self.flight, self.schedule, self.uuid, self.name) = (flight, schedule, uuid, name)
        self.images = images
    }
}

/// What a server says of a task.
public struct MapStatus: Sendable, Equatable {
    /// How far the processing is.
    public enum State: Sendable, Equatable { case open, queued, running, failed, completed, cancelled }

    /// The task.
    public var uuid: String
    /// How far it is; open while pictures may still be sent.
    public var state: State
    /// Per cent.
    public var progress: Double
    /// The server's words about a failure.
    public var message: String

    /// A status.
    public init(uuid: String, state: State, progress: Double = 0, message: String = "") {
        (self.uuid, self.state, self.progress, self.message) = (uuid, state, progress, message)
    }
}

/// What is asked of a server.
public enum MapAsk: Sendable, Equatable {
    /// What it takes.
    case greet
    /// A task by its name.
    case seek
    /// A new task.
    case create
    /// To take a picture.
    case upload(MapImage)
    /// To start the processing.
    case commit
    /// How far the task is.
    case look
    /// To stop the processing.
    case cancel
    /// To process once more.
    case restart
    /// The results.
    case fetch
}

/// What an answer means.
public enum MapReply: Sendable, Equatable {
    /// The server takes so many pictures, or any number.
    case host(mostImages: Int?)
    /// There is a task of this id.
    case made(String)
    /// It was done.
    case taken
    /// How far the task is.
    case status(MapStatus)
    /// There is no task of the name that was looked for.
    case nothing
    /// The results are there and judged.
    case fetched
    /// The server does not know the task.
    case unknown(String)
    /// The server will not.
    case refused(String)
    /// The server does not let the dock in.
    case locked(String)
    /// No answer, or one that says to come again.
    case away(String)
    /// An answer that no such server gives.
    case nonsense(String)
}
