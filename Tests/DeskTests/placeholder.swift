@testable import Desk
