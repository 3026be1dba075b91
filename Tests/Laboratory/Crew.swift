import CairnDisk
import Synchronization

/// Does independent jobs on a few threads and hands the results over in the jobs' order.
package enum Crew {
    package static func run<Job: Sendable, Product: Sendable>(
        _ jobs: [Job], threads: Int = 2, _ body: @escaping @Sendable (Job) -> Product
    ) -> [Product] {
        let shelf = Shelf<Product>(jobs.count)
        let workers = (0..<max(1, threads - 1)).compactMap { number in
            try? WorkerThread(name: "lab-\(number)") { shelf.work(jobs, body) }
        }
        // Somebody is always there to do the work, even where no thread could be started.
        if threads > 1 || workers.isEmpty { shelf.work(jobs, body) }
        for worker in workers { worker.join() }
        return shelf.products
    }

    private final class Shelf<Product: Sendable>: Sendable {
        private let next = Atomic<Int>(0)
        private let places: Mutex<[Product?]>

        init(_ count: Int) { places = Mutex(Array(repeating: nil, count: count)) }

        var products: [Product] { places.withLock { $0.compactMap { $0 } } }

        func work<Job>(_ jobs: [Job], _ body: (Job) -> Product) {
            while true {
                let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard number < jobs.count else { return }
                let product = body(jobs[number])
                places.withLock { $0[number] = product }
            }
        }
    }
}
