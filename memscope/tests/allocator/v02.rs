//! allocator-api2 0.2.

use allocator_api2 as api;
use memscope::source::FromAllocator as Adapter;

#[path = "contract.rs"]
mod contract;
