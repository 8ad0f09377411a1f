use memscope::{MemCx, scoped};

struct Names(u32);

impl Names {
    #[scoped(_tmp in cx)]
    fn count(&self, cx: MemCx<'_>) -> &u32 {
        #[keep(with = return)]
        let _one = *cx.alloc(1);
        &self.0
    }
}

fn main() {
    let _ = Names::count;
}
