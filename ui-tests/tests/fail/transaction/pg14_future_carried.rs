use memscope::{Carried, Keepable, scope};
use std::pin::Pin;

#[derive(Keepable, Carried)]
struct Task<'mcx>(Pin<Box<dyn Future<Output = u32> + 'mcx>>);

fn main() {
    scope!(cx);
    let task = cx.transaction::<Task<'static>, ()>(|tx, _| {
        Ok(Task(Box::pin(async move {
            scope!(tmp in tx);
            *tmp.alloc(1)
        })))
    });
    drop(task.unwrap().0);
}
